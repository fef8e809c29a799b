package io.cgck.model;

import static java.util.Objects.requireNonNull;

/**
 * A process began in another cgroup than its parent is in, and nobody moved it there: {@code
 * clone3(2)} with {@code CLONE_INTO_CGROUP}.
 *
 * @param comm its command name
 * @param cgroup where it is, in the default hierarchy
 * @param parentComm command name of its parent
 * @param parentCgroup where that is
 */
public record Birth(
    ProcessId process,
    String comm,
    CgroupPath cgroup,
    ProcessId parent,
    String parentComm,
    CgroupPath parentCgroup) {
  public Birth {
    requireNonNull(process, "process is null");
    requireNonNull(comm, "comm is null");
    requireNonNull(cgroup, "cgroup is null");
    requireNonNull(parent, "parent is null");
    requireNonNull(parentComm, "parentComm is null");
    requireNonNull(parentCgroup, "parentCgroup is null");
  }
}

package io.cgck.model;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The process that moved another one, or itself: whose thread wrote to {@code cgroup.procs}.
 *
 * @param pid in the PID namespace of the procfs that was read; the ID of the thread if the process
 *     had ended before it could be looked at
 * @param comm its command name; empty if it had ended and the kernel does not know it any more
 * @param cgroup its cgroup in the default hierarchy; empty if it had ended
 */
public record Mover(int pid, String comm, Optional<CgroupPath> cgroup) {
  public Mover {
    requireNonNull(comm, "comm is null");
    requireNonNull(cgroup, "cgroup is null");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Mover that
        && pid == that.pid
        && comm.equals(that.comm)
        && cgroup.equals(that.cgroup);
  }

  @Override
  public int hashCode() {
    return pid;
  }
}

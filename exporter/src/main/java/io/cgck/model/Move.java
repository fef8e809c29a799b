package io.cgck.model;

import static java.util.Objects.requireNonNull;

/**
 * A living process changed its cgroup. Births and deaths are none.
 *
 * @param comm its command name after the move
 */
public record Move(
    ProcessId process, String comm, Hierarchy hierarchy, CgroupPath from, CgroupPath to) {
  public Move {
    requireNonNull(process, "process is null");
    requireNonNull(comm, "comm is null");
    requireNonNull(hierarchy, "hierarchy is null");
    requireNonNull(from, "from is null");
    requireNonNull(to, "to is null");
  }
}

package io.cgck.model;

import static java.util.Objects.requireNonNull;

/**
 * A process is in a cgroup of one hierarchy: a line of {@code /proc/PID/cgroup}.
 *
 * @param removed the cgroup was removed while the process was a zombie in it ({@code (deleted)})
 */
public record Membership(Hierarchy hierarchy, CgroupPath cgroup, boolean removed) {
  public Membership {
    requireNonNull(hierarchy, "hierarchy is null");
    requireNonNull(cgroup, "cgroup is null");
  }
}

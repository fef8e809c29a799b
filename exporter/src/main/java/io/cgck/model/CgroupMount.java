package io.cgck.model;

import static java.util.Objects.requireNonNull;

/**
 * A mount of a cgroup hierarchy, as {@code proc_pid_mountinfo(5)} lists it.
 *
 * @param hierarchy the hierarchy that is mounted
 * @param root the cgroup that forms the root of the mount, absolute
 * @param mountPoint where it is mounted, relative to the root directory of the process
 * @param propagation optional fields, for example {@code shared:9 master:1}; empty for private
 * @param readOnly whether the mount (not the super block) is read-only
 * @param hidden whether another mount lies over it, so that no path leads to it
 */
public record CgroupMount(
    Hierarchy hierarchy,
    CgroupPath root,
    String mountPoint,
    String propagation,
    boolean readOnly,
    boolean hidden) {
  public CgroupMount {
    requireNonNull(hierarchy, "hierarchy is null");
    requireNonNull(root, "root is null");
    requireNonNull(mountPoint, "mountPoint is null");
    requireNonNull(propagation, "propagation is null");
  }

  /** 2 for the unified hierarchy, 1 for all others. */
  public int version() {
    return hierarchy.isUnified() ? 2 : 1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CgroupMount that
        && hierarchy.equals(that.hierarchy)
        && root.equals(that.root)
        && mountPoint.equals(that.mountPoint)
        && propagation.equals(that.propagation)
        && readOnly == that.readOnly
        && hidden == that.hidden;
  }

  @Override
  public int hashCode() {
    return 31 * root.hashCode() + mountPoint.hashCode();
  }
}

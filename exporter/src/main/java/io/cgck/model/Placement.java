package io.cgck.model;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Where a process is in the default hierarchy, as the host sees it and as it sees itself.
 *
 * @param cgroup absolute path of its cgroup
 * @param removed its cgroup was removed (only zombies can be in one)
 * @param seenCgroup its cgroup as the process sees it: {@code /}, {@code /x}, {@code /../x}
 * @param mount the mount of the hierarchy that it reaches
 * @param seenMountRoot the root of that mount as the process sees it: {@code /}, {@code /../..}
 * @param exact whether the root of the cgroup namespace is known, not inferred
 */
public record Placement(
    Optional<CgroupPath> cgroup,
    boolean removed,
    Optional<String> seenCgroup,
    MountView mount,
    Optional<String> seenMountRoot,
    boolean exact) {
  public static final Placement UNREAD =
      new Placement(
          Optional.empty(),
          false,
          Optional.empty(),
          new MountView.Unread(),
          Optional.empty(),
          false);

  public Placement {
    requireNonNull(cgroup, "cgroup is null");
    requireNonNull(seenCgroup, "seenCgroup is null");
    requireNonNull(mount, "mount is null");
    requireNonNull(seenMountRoot, "seenMountRoot is null");
  }

  /** Whether the cgroup is not below the root of its cgroup namespace; empty if unknown. */
  public Optional<Boolean> outside() {
    return judge(seenCgroup);
  }

  /**
   * Whether the root of the cgroup mount lies above or beside the root of the cgroup namespace;
   * empty if unknown or if there is no mount.
   */
  public Optional<Boolean> staleMount() {
    return judge(seenMountRoot);
  }

  /**
   * An inferred root is most often the true one or an ancestor of it: what is outside of it is
   * outside of both, but what is inside may still be outside of the true one.
   */
  private Optional<Boolean> judge(Optional<String> seen) {
    return seen.map(Placement::climbs).filter(climbs -> climbs || exact);
  }

  /** Whether a path as seen from a namespace leaves it: {@code /..} as first segment. */
  private static boolean climbs(String seen) {
    return seen.equals("/..") || seen.startsWith("/../");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Placement that
        && cgroup.equals(that.cgroup)
        && removed == that.removed
        && seenCgroup.equals(that.seenCgroup)
        && mount.equals(that.mount)
        && seenMountRoot.equals(that.seenMountRoot)
        && exact == that.exact;
  }

  @Override
  public int hashCode() {
    return 31 * cgroup.hashCode() + mount.hashCode();
  }
}

package io.cgck.scan;

import io.cgck.model.CgroupMode;
import io.cgck.model.Hierarchy;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses the hierarchy that statements about "the cgroup" of a process are about.
 *
 * <p>Unified where it is in use. On a hybrid host whose unified hierarchy holds nobody below its
 * root, {@code name=systemd} if that one is in use; on a legacy host {@code name=systemd}, else the
 * first hierarchy with controllers. Once unified, always unified: labels must not change their
 * meaning because the last process left a cgroup.
 */
final class DefaultHierarchy {
  private static final String SYSTEMD = "name=systemd";

  private DefaultHierarchy() {}

  /**
   * Chooses.
   *
   * @param used hierarchies in which some process is in another cgroup than the root cgroup
   */
  static Optional<Hierarchy> choose(
      Optional<Hierarchy> last,
      CgroupMode mode,
      Collection<Hierarchy> hierarchies,
      Set<Hierarchy> used) {
    if (last.isPresent() && last.get().isUnified() && hierarchies.contains(last.get())) {
      return last;
    }
    Optional<Hierarchy> systemd =
        hierarchies.stream().filter(each -> each.controllers().equals(SYSTEMD)).findFirst();
    return switch (mode) {
      case UNIFIED -> Optional.of(Hierarchy.UNIFIED);
      case HYBRID ->
          used.contains(Hierarchy.UNIFIED)
              ? Optional.of(Hierarchy.UNIFIED)
              : systemd.filter(used::contains).or(() -> Optional.of(Hierarchy.UNIFIED));
      case LEGACY ->
          systemd
              .or(() -> hierarchies.stream().filter(each -> !each.isNamed()).sorted().findFirst())
              .or(() -> hierarchies.stream().sorted().findFirst());
      case UNKNOWN -> Optional.empty();
    };
  }
}

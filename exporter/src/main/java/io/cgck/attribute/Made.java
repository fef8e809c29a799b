package io.cgck.attribute;

import static java.util.Objects.requireNonNull;

import io.cgck.model.CgroupPath;
import java.util.Optional;

/**
 * What the path of a cgroup tells of who made it, and the cgroups on the way to it that are theirs.
 *
 * @param by the labels
 * @param container the cgroup of the container that {@code by} names
 * @param unit the cgroup of the unit of the system's manager that it names
 * @param userUnit the cgroup of the unit of a user's manager that it names
 */
record Made(
    Attribution by,
    Optional<CgroupPath> container,
    Optional<CgroupPath> unit,
    Optional<CgroupPath> userUnit) {
  static final Made UNKNOWN =
      new Made(Attribution.NONE, Optional.empty(), Optional.empty(), Optional.empty());

  Made {
    requireNonNull(by, "by is null");
    requireNonNull(container, "container is null");
    requireNonNull(unit, "unit is null");
    requireNonNull(userUnit, "userUnit is null");
  }

  /** See {@link Attributions#territoryOf}. */
  Optional<Territory> territory() {
    if (container.isPresent()) {
      return container.map(root -> new Territory(Territory.Kind.CONTAINER, root, by));
    }
    return by.unit().endsWith(".service")
        ? unit.map(root -> new Territory(Territory.Kind.SERVICE, root, by))
        : Optional.empty();
  }

  /** See {@link Attributions#scopeOf}. */
  Optional<CgroupPath> scope() {
    if (by.userUnit().endsWith(".scope")) {
      return userUnit;
    }
    return by.unit().endsWith(".scope") ? unit : Optional.empty();
  }
}

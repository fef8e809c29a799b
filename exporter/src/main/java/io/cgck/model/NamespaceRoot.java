package io.cgck.model;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * The root of a cgroup namespace: a cgroup in every hierarchy, fixed when the namespace was made.
 */
public sealed interface NamespaceRoot {
  /** Read from inside the namespace. */
  record Exact(Map<Hierarchy, CgroupPath> roots) implements NamespaceRoot {
    public Exact {
      roots = Map.copyOf(roots);
    }
  }

  /** Taken from the roots of the cgroup mounts that members see; may be an ancestor's. */
  record Inferred(Map<Hierarchy, CgroupPath> roots) implements NamespaceRoot {
    public Inferred {
      roots = Map.copyOf(roots);
    }
  }

  /**
   * Not to be known.
   *
   * @param why a sentence part for people, for example {@code CAP_SYS_ADMIN is missing}
   */
  record Unknown(String why) implements NamespaceRoot {
    public Unknown {
      requireNonNull(why, "why is null");
    }
  }

  default Optional<CgroupPath> in(Hierarchy hierarchy) {
    return switch (this) {
      case Exact(Map<Hierarchy, CgroupPath> roots) -> Optional.ofNullable(roots.get(hierarchy));
      case Inferred(Map<Hierarchy, CgroupPath> roots) -> Optional.ofNullable(roots.get(hierarchy));
      case Unknown(String why) -> Optional.empty();
    };
  }

  /** Value of the label {@code root_source}. */
  default String source() {
    return switch (this) {
      case Exact(Map<Hierarchy, CgroupPath> roots) -> "exact";
      case Inferred(Map<Hierarchy, CgroupPath> roots) -> "inferred";
      case Unknown(String why) -> "unknown";
    };
  }
}

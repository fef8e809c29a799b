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

    @Override
    public Optional<CgroupPath> in(Hierarchy hierarchy) {
      return Optional.ofNullable(roots.get(hierarchy));
    }

    @Override
    public String source() {
      return "exact";
    }
  }

  /** Taken from the roots of the cgroup mounts that members see; may be an ancestor's. */
  record Inferred(Map<Hierarchy, CgroupPath> roots) implements NamespaceRoot {
    public Inferred {
      roots = Map.copyOf(roots);
    }

    @Override
    public Optional<CgroupPath> in(Hierarchy hierarchy) {
      return Optional.ofNullable(roots.get(hierarchy));
    }

    @Override
    public String source() {
      return "inferred";
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

    @Override
    public Optional<CgroupPath> in(Hierarchy hierarchy) {
      return Optional.empty();
    }

    @Override
    public String source() {
      return "unknown";
    }
  }

  /** Empty if it is not known. */
  Optional<CgroupPath> in(Hierarchy hierarchy);

  /** Value of the label {@code root_source}. */
  String source();
}

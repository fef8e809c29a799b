package io.cgck.model;

import java.util.Collection;
import java.util.Locale;

/** Which hierarchies a host uses. */
public enum CgroupMode {
  /** Only the unified hierarchy. */
  UNIFIED,
  /** Cgroup v1 hierarchies beside the unified one. */
  HYBRID,
  /** Only cgroup v1 hierarchies. */
  LEGACY,
  /** No process could be read that tells. */
  UNKNOWN;

  public static CgroupMode of(Collection<Hierarchy> hierarchies) {
    boolean unified = hierarchies.stream().anyMatch(Hierarchy::isUnified);
    boolean v1 = hierarchies.stream().anyMatch(hierarchy -> !hierarchy.isUnified());
    if (unified) {
      return v1 ? HYBRID : UNIFIED;
    }
    return v1 ? LEGACY : UNKNOWN;
  }

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package io.cgck.cgroupfs;

import static java.util.Objects.requireNonNull;

import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;

/** A cgroup of one hierarchy. */
public record CgroupKey(Hierarchy hierarchy, CgroupPath path) {
  public CgroupKey {
    requireNonNull(hierarchy, "hierarchy is null");
    requireNonNull(path, "path is null");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CgroupKey that
        && hierarchy.equals(that.hierarchy)
        && path.equals(that.path);
  }

  @Override
  public int hashCode() {
    return 31 * hierarchy.hashCode() + path.hashCode();
  }
}

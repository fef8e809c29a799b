package io.cgck.model;

import static java.util.Objects.requireNonNull;

/** A cgroup namespace with at least one process, and where its root is. */
public record CgroupNamespace(NamespaceId id, NamespaceRoot root) {
  public CgroupNamespace {
    requireNonNull(id, "id is null");
    requireNonNull(root, "root is null");
  }
}

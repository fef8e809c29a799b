package io.cgck.attribute;

import static java.util.Objects.requireNonNull;

import io.cgck.model.CgroupPath;

/**
 * The cgroup that a service of systemd or a container owns, with all below it.
 *
 * @param by what its path tells of the owner
 */
public record Territory(Kind kind, CgroupPath root, Attribution by) {
  public Territory {
    requireNonNull(by, "by is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(root, "root is null");
  }

  /** What owns it. */
  public enum Kind {
    CONTAINER,
    SERVICE
  }
}

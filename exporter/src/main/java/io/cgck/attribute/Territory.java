package io.cgck.attribute;

import static java.util.Objects.requireNonNull;

import io.cgck.model.CgroupPath;

/** The cgroup that a service of systemd or a container owns, with all below it. */
public record Territory(Kind kind, CgroupPath root) {
  public Territory {
    requireNonNull(kind, "kind is null");
    requireNonNull(root, "root is null");
  }

  /** What owns it. */
  public enum Kind {
    CONTAINER,
    SERVICE
  }
}

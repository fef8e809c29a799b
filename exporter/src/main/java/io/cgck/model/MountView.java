package io.cgck.model;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** Which mount of the default hierarchy a process reaches. */
public sealed interface MountView {
  /** The mount at the usual place, or the last one of the hierarchy. */
  record Reached(CgroupMount mount) implements MountView {
    public Reached {
      requireNonNull(mount, "mount is null");
    }
  }

  /** The process sees no mount of the hierarchy. */
  record NotMounted() implements MountView {}

  /** The mounts of the process could not be read, or it has none any more (a zombie). */
  record Unread() implements MountView {}

  /** The cgroup at the root of the mount; empty where there is no mount or it was not read. */
  default Optional<CgroupPath> root() {
    return switch (this) {
      case Reached(CgroupMount mount) -> Optional.of(mount.root());
      case NotMounted() -> Optional.empty();
      case Unread() -> Optional.empty();
    };
  }
}

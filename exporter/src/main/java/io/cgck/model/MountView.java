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

    @Override
    public Optional<CgroupPath> root() {
      return Optional.of(mount.root());
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Reached that && mount.equals(that.mount);
    }

    @Override
    public int hashCode() {
      return mount.hashCode();
    }
  }

  /** The process sees no mount of the hierarchy. */
  record NotMounted() implements MountView {
    @Override
    public Optional<CgroupPath> root() {
      return Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof NotMounted;
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }

  /** The mounts of the process could not be read, or it has none any more (a zombie). */
  record Unread() implements MountView {
    @Override
    public Optional<CgroupPath> root() {
      return Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Unread;
    }

    @Override
    public int hashCode() {
      return 2;
    }
  }

  /** The cgroup at the root of the mount; empty where there is no mount or it was not read. */
  Optional<CgroupPath> root();
}

package io.cgck.stats;

import io.cgck.model.CgroupPath;
import java.util.Optional;

/** Where cgroups lie to each other. */
final class Paths {
  private Paths() {}

  /** The cgroup above; empty for the root cgroup. */
  static Optional<CgroupPath> parent(CgroupPath path) {
    if (path.isRoot()) {
      return Optional.empty();
    }
    int last = path.value().lastIndexOf('/');
    return Optional.of(
        last == 0 ? CgroupPath.ROOT : new CgroupPath(path.value().substring(0, last)));
  }
}

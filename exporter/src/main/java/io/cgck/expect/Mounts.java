package io.cgck.expect;

import io.cgck.model.CgroupPath;
import io.cgck.model.MountView;
import io.cgck.model.Placement;
import java.util.Optional;

/** Whether the root of the cgroup mount that a process sees lies inside its cgroup namespace. */
final class Mounts {
  private Mounts() {}

  static Verdict judge(Subject subject) {
    Placement placement = subject.process().placement();
    if (placement.mount() instanceof MountView.NotMounted) {
      return new Verdict.NotMeant();
    }
    Optional<Boolean> stale = placement.staleMount();
    if (stale.isEmpty()) {
      return new Verdict.Unknown();
    }
    return stale.get()
        ? new Verdict.Broken(
            "a cgroup mount with its root in " + rootOf(subject),
            "mount root " + placement.mount().root().map(CgroupPath::value).orElse("unknown"))
        : new Verdict.Met();
  }

  private static String rootOf(Subject subject) {
    return subject.namespaceRoot().map(CgroupPath::value).orElse("its cgroup namespace");
  }
}

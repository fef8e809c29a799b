package io.cgck.scan;

import io.cgck.model.Birth;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The births among the changes between two snapshots that were elsewhere than at the parent. Told
 * only while the kernel reports moves: otherwise a process that was moved at once looks the same.
 */
public final class Births {
  private Births() {}

  /** Finds them; none at the first snapshot, at which all processes are new. */
  public static List<Birth> elsewhere(
      Optional<Snapshot> before, Snapshot now, Changes changes, TraceBatch events) {
    if (before.isEmpty()
        || changes.born().isEmpty()
        || events.incomplete()
        || !events.status().map(TraceStatus::up).orElse(false)) {
      return List.of();
    }
    Set<Integer> moved = events.pids();
    List<Birth> births = new ArrayList<>();
    for (ProcessInfo born : changes.born()) {
      // A parent that has moved since, or has itself just begun, tells nothing.
      find(now, born.parentPid())
          .filter(parent -> !moved.contains(born.pid()) && !moved.contains(parent.pid()))
          .filter(parent -> find(before.get(), parent.pid()).map(parent::equals).orElse(false))
          .flatMap(parent -> birth(born, parent))
          .ifPresent(births::add);
    }
    return List.copyOf(births);
  }

  private static Optional<Birth> birth(ProcessInfo born, ProcessInfo parent) {
    if (born.zombie()
        || born.cgroup().isEmpty()
        || parent.cgroup().isEmpty()
        || born.cgroup().equals(parent.cgroup())) {
      return Optional.empty();
    }
    return Optional.of(
        new Birth(
            born.id(),
            born.comm(),
            born.cgroup().get(),
            parent.id(),
            parent.comm(),
            parent.cgroup().get()));
  }

  private static Optional<ProcessInfo> find(Snapshot snapshot, int pid) {
    return Movement.find(snapshot.processes(), pid);
  }
}

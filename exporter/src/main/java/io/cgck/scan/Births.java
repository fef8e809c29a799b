package io.cgck.scan;

import io.cgck.model.Birth;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The births among the changes between two snapshots that were elsewhere than at the parent. Told
 * only while the kernel reports moves: otherwise a process that was moved at once looks the same.
 *
 * <p>Belongs to one thread.
 */
public final class Births {
  private static final int MOST_NOT_SEEN = 10_000;

  /** Processes that were moved when the scan that was just made had not listed them. */
  private final Set<Integer> movedUnseen = new HashSet<>();

  /** Finds them; none at the first snapshot, at which all processes are new. */
  public List<Birth> elsewhere(
      Optional<Snapshot> before, Snapshot now, Changes changes, TraceBatch events) {
    Set<Integer> moved = moved(now, events);
    if (before.isEmpty()
        || changes.born().isEmpty()
        || events.incomplete()
        || !events.status().map(TraceStatus::up).orElse(false)) {
      return List.of();
    }
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

  private Set<Integer> moved(Snapshot now, TraceBatch events) {
    if (movedUnseen.isEmpty() && events.attachments().isEmpty()) {
      return Set.of();
    }
    Set<Integer> moved = events.pids();
    moved.addAll(movedUnseen);
    movedUnseen.clear();
    if (moved.size() < MOST_NOT_SEEN) {
      moved.stream().filter(pid -> find(now, pid).isEmpty()).forEach(movedUnseen::add);
    }
    return moved;
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
    return ProcessInfo.find(snapshot.processes(), pid);
  }
}

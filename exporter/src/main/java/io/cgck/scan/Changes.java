package io.cgck.scan;

import static java.util.Objects.requireNonNull;

import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What differs between the processes of two snapshots. A process is the same if PID and start time
 * are; all lists are by PID.
 *
 * @param born seen now and not before
 * @param ended seen before and not any more
 * @param changed seen both times, and not the same in all that was read of it
 */
public record Changes(List<ProcessInfo> born, List<ProcessInfo> ended, List<Change> changed) {
  private static final Changes NONE = new Changes(List.of(), List.of(), List.of());

  public Changes {
    born = List.copyOf(born);
    ended = List.copyOf(ended);
    changed = List.copyOf(changed);
  }

  public boolean isEmpty() {
    return born.isEmpty() && ended.isEmpty() && changed.isEmpty();
  }

  /** One process at two scans. */
  public record Change(ProcessInfo before, ProcessInfo now) {
    public Change {
      requireNonNull(before, "before is null");
      requireNonNull(now, "now is null");
    }
  }

  /**
   * Compares. Both lists are by PID. What did not change is most often the same object, a process
   * or all of them, so this costs next to nothing for it.
   *
   * @param before empty if {@code after} is the first snapshot: then all processes are born
   */
  @SuppressWarnings("ReferenceEquality") // The same object is equal; others are compared.
  public static Changes between(Optional<Snapshot> before, Snapshot after) {
    List<ProcessInfo> last = before.map(Snapshot::processes).orElse(List.of());
    List<ProcessInfo> now = after.processes();
    if (last == now) {
      return NONE;
    }
    List<ProcessInfo> born = new ArrayList<>();
    List<ProcessInfo> ended = new ArrayList<>();
    List<Change> changed = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < last.size() || j < now.size()) {
      if (i < last.size() && j < now.size() && last.get(i) == now.get(j)) {
        i++;
        j++;
      } else if (j == now.size() || (i < last.size() && last.get(i).pid() < now.get(j).pid())) {
        ended.add(last.get(i++));
      } else if (i == last.size() || now.get(j).pid() < last.get(i).pid()) {
        born.add(now.get(j++));
      } else {
        compare(last.get(i++), now.get(j++), born, ended, changed);
      }
    }
    return new Changes(born, ended, changed);
  }

  private static void compare(
      ProcessInfo before,
      ProcessInfo now,
      List<ProcessInfo> born,
      List<ProcessInfo> ended,
      List<Change> changed) {
    if (!before.id().equals(now.id())) {
      // The PID was used again.
      ended.add(before);
      born.add(now);
    } else if (!before.equals(now)) {
      changed.add(new Change(before, now));
    }
  }
}

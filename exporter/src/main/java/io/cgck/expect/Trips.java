package io.cgck.expect;

import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.Move;
import io.cgck.model.ProcessId;
import io.cgck.model.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where processes were between two snapshots, other than where these show them. Whether it was
 * right to be there is judged all the same.
 *
 * @param stops by process, in the order of time
 */
record Trips(Map<ProcessId, List<Stop>> stops) {
  /** Of all processes at once; a storm of moves must not become a storm of judgements. */
  private static final int MOST_STOPS = 2_000;

  /**
   * A place where a process was.
   *
   * @param nanos when it came there, on the clock that judgements go by
   */
  record Stop(Hierarchy hierarchy, CgroupPath cgroup, long nanos) {}

  /**
   * Finds them among moves, which are by PID and time.
   *
   * @param nanoTime when the snapshot was taken
   */
  static Trips among(List<Move> moves, Snapshot snapshot, long nanoTime) {
    Map<ProcessId, List<Stop>> all = new LinkedHashMap<>();
    int count = 0;
    for (Move move : moves) {
      if (move.how() instanceof Move.Traced && count < MOST_STOPS) {
        long ago = Math.max(0, Duration.between(move.time(), snapshot.takenAt()).toNanos());
        all.computeIfAbsent(move.process(), same -> new ArrayList<>())
            .add(new Stop(move.hierarchy(), move.to(), nanoTime - ago));
        count++;
      }
    }
    return new Trips(all);
  }

  boolean isEmpty() {
    return stops.isEmpty();
  }

  Set<CgroupPath> places() {
    return stops.values().stream()
        .flatMap(List::stream)
        .map(Stop::cgroup)
        .collect(Collectors.toSet());
  }
}

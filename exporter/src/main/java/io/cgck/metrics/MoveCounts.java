package io.cgck.metrics;

import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.Move;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counts of moves since the daemon began.
 *
 * @param scanned moves in the default hierarchy that scans noticed
 * @param traced moves in the default hierarchy that events reported
 * @param joins moves into a cgroup
 * @param leaves moves out of a cgroup
 * @param refused cgroups that had a move at the last scan but no room for a counter
 */
record MoveCounts(
    long scanned,
    long traced,
    Map<CgroupPath, Long> joins,
    Map<CgroupPath, Long> leaves,
    Refused refused) {
  static final MoveCounts NONE = new MoveCounts(0, 0, Map.of(), Map.of(), Refused.NONE);

  MoveCounts {
    joins = Map.copyOf(joins);
    leaves = Map.copyOf(leaves);
  }

  /** Numbers of cgroups without a counter. */
  record Refused(int joins, int leaves) {
    static final Refused NONE = new Refused(0, 0);
  }

  /**
   * With more moves counted. A cgroup that has a counter keeps it while it is there; where there
   * are as many as the limit, one that is gone makes room, and else a new one gets none.
   */
  MoveCounts plus(
      List<Move> moves, Optional<Hierarchy> hierarchy, Set<CgroupPath> present, int limit) {
    if (moves.isEmpty()) {
      return refused.equals(Refused.NONE)
          ? this
          : new MoveCounts(scanned, traced, joins, leaves, Refused.NONE);
    }
    Counters joined = new Counters(joins, present, limit);
    Counters left = new Counters(leaves, present, limit);
    long byScan = scanned;
    long byTrace = traced;
    for (Move move : moves) {
      if (hierarchy.equals(Optional.of(move.hierarchy()))) {
        if (move.how() instanceof Move.Traced) {
          byTrace += move.times();
        } else {
          byScan += move.times();
        }
        joined.count(move.to(), move.times());
        move.from().ifPresent(from -> left.count(from, move.times()));
      }
    }
    return new MoveCounts(
        byScan,
        byTrace,
        joined.counts,
        left.counts,
        new Refused(joined.refused.size(), left.refused.size()));
  }

  /** Counters by cgroup, at most so many. */
  private static final class Counters {
    private final Map<CgroupPath, Long> counts;
    private final Set<CgroupPath> gone;
    private final Set<CgroupPath> refused = new HashSet<>();
    private final int limit;

    Counters(Map<CgroupPath, Long> before, Set<CgroupPath> present, int limit) {
      this.counts = new HashMap<>(before);
      this.gone = new HashSet<>(before.keySet());
      this.gone.removeAll(present);
      this.limit = limit;
    }

    void count(CgroupPath cgroup, long times) {
      if (counts.containsKey(cgroup) || hasRoom()) {
        gone.remove(cgroup);
        counts.merge(cgroup, times, Long::sum);
      } else {
        refused.add(cgroup);
      }
    }

    private boolean hasRoom() {
      while (counts.size() >= limit && !gone.isEmpty()) {
        CgroupPath leaving = gone.iterator().next();
        gone.remove(leaving);
        counts.remove(leaving);
      }
      return counts.size() < limit;
    }
  }
}

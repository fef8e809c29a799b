package io.cgck.metrics;

import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.Move;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counts of moves since the daemon began.
 *
 * @param total all moves in the default hierarchy
 * @param joins moves into a cgroup
 * @param leaves moves out of a cgroup
 */
record MoveCounts(long total, Map<CgroupPath, Long> joins, Map<CgroupPath, Long> leaves) {
  static final MoveCounts NONE = new MoveCounts(0, Map.of(), Map.of());

  MoveCounts {
    joins = Map.copyOf(joins);
    leaves = Map.copyOf(leaves);
  }

  /**
   * With more moves counted. Cgroups that are gone are forgotten when there are more than the
   * limit; should one of that name come back, it counts from zero, as after a restart.
   */
  MoveCounts plus(
      List<Move> moves, Optional<Hierarchy> hierarchy, Set<CgroupPath> present, int limit) {
    if (moves.isEmpty()) {
      return this;
    }
    Map<CgroupPath, Long> joined = new HashMap<>(joins);
    Map<CgroupPath, Long> left = new HashMap<>(leaves);
    long count = total;
    for (Move move : moves) {
      if (hierarchy.equals(Optional.of(move.hierarchy()))) {
        count++;
        joined.merge(move.to(), 1L, Long::sum);
        left.merge(move.from(), 1L, Long::sum);
      }
    }
    forget(joined, present, limit);
    forget(left, present, limit);
    return new MoveCounts(count, joined, left);
  }

  private static void forget(
      Map<CgroupPath, Long> counts, Collection<CgroupPath> present, int limit) {
    Deque<CgroupPath> gone = new ArrayDeque<>(counts.keySet());
    gone.removeIf(present::contains);
    Iterator<CgroupPath> next = gone.iterator();
    while (counts.size() > limit && next.hasNext()) {
      counts.remove(next.next());
    }
    // More cgroups than the limit are present: which of them are kept makes no difference.
    Iterator<CgroupPath> any = counts.keySet().iterator();
    while (counts.size() > limit) {
      any.next();
      any.remove();
    }
  }
}

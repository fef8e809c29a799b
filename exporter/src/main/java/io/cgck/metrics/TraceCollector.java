package io.cgck.metrics;

import io.cgck.scan.TraceStatus;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The families about events of the kernel; none where nobody reads events. */
final class TraceCollector implements FamilyCollector {
  @Override
  public String name() {
    return "trace";
  }

  @Override
  public Set<Family> families() {
    return EnumSet.of(
        Family.MOVER_MOVES,
        Family.TRACE_UP,
        Family.TRACE_DOWN_INFO,
        Family.TRACE_EVENTS,
        Family.TRACE_EVENTS_LOST,
        Family.TRACE_EVENTS_MERGED,
        Family.TRACE_EVENTS_MALFORMED,
        Family.TRACE_THREAD_MOVES,
        Family.SERIES_OVER_LIMIT);
  }

  @Override
  public void collect(Published published, Families families) {
    Optional<TraceStatus> status = published.trace();
    if (status.isEmpty()) {
      return;
    }
    TraceStatus trace = status.get();
    families.add(Family.TRACE_UP, trace.up() ? 1 : 0);
    if (!trace.up()) {
      families.add(Family.TRACE_DOWN_INFO, 1, trace.reason());
    }
    trace.events().forEach((event, count) -> families.add(Family.TRACE_EVENTS, count, event));
    families.add(Family.TRACE_EVENTS_LOST, trace.lost());
    families.add(Family.TRACE_EVENTS_MERGED, trace.merged());
    families.add(Family.TRACE_EVENTS_MALFORMED, trace.malformed());
    families.add(Family.TRACE_THREAD_MOVES, trace.threadMoves());
    families.lacks(Family.MOVER_MOVES, (int) Math.min(published.movers().refused(), 1));
    published.movers().moves().entrySet().stream()
        .sorted(
            Comparator.comparing(
                    (java.util.Map.Entry<MoverCounts.By, Long> of) -> of.getKey().comm())
                .thenComparing(of -> of.getKey().unit()))
        .forEach(
            of ->
                families.add(
                    Family.MOVER_MOVES, of.getValue(), of.getKey().comm(), of.getKey().unit()));
  }
}

package io.cgck.scan;

import io.cgck.tracefs.TraceInstance;
import io.cgck.tracefs.TraceRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Events between the ring buffers and whoever follows them, in the order of time. Each CPU has a
 * buffer of its own, and these are read one after the other: what happens meanwhile is read of
 * those CPUs only whose turn is still to come. So events are kept here until all CPUs were looked
 * at since; otherwise the later of two moves of one process could be taken before the earlier one.
 *
 * <p>Belongs to one thread.
 */
final class TraceIntake implements TraceInstance.Sink {
  private final long since;
  private final boolean ownInstance;
  private final List<TraceRecord> held = new ArrayList<>();
  private final Map<String, Long> counts = new HashMap<>();
  private int lookedAt;
  private long lost;
  private long malformed;
  private boolean drained;

  /** What happened until some time. */
  record Taken(List<TraceRecord> records, Map<String, Long> counts, long lost, long malformed) {
    Taken {
      records = List.copyOf(records);
      counts = Map.copyOf(counts);
    }
  }

  /**
   * Makes an empty one.
   *
   * @param since events from before are of no interest; as {@link System#nanoTime}
   * @param ownInstance whether nobody had the instance before
   */
  TraceIntake(long since, boolean ownInstance) {
    this.since = since;
    this.ownInstance = ownInstance;
  }

  @Override
  public void happened(String event, TraceRecord happening) {
    if (happening.nanos() - since < 0) {
      // From before, and perhaps counted by somebody who was there then.
      return;
    }
    counts.merge(event, 1L, Long::sum);
    if (!(happening instanceof TraceRecord.Idle)) {
      held.add(happening);
    }
  }

  @Override
  public void lost(long count) {
    // What was overwritten before the first look was of no interest.
    if (drained || ownInstance) {
      lost += count;
    }
  }

  @Override
  public void malformed() {
    malformed++;
  }

  /** The events that came since this was asked the last time, in the order of reading. */
  List<TraceRecord> fresh() {
    List<TraceRecord> fresh = List.copyOf(held.subList(lookedAt, held.size()));
    lookedAt = held.size();
    return fresh;
  }

  /**
   * Takes the events until a time, in their order.
   *
   * @param until that all CPUs were looked at then or later
   */
  Taken takeUntil(long until) {
    drained = true;
    // Differences, since the clock may begin anywhere.
    held.sort(Comparator.comparingLong(each -> each.nanos() - since));
    int count = 0;
    while (count < held.size() && held.get(count).nanos() - until <= 0) {
      count++;
    }
    Taken taken = new Taken(held.subList(0, count), counts, lost, malformed);
    held.subList(0, count).clear();
    lookedAt = held.size();
    counts.clear();
    lost = 0;
    malformed = 0;
    return taken;
  }

  /** The events that are kept until all CPUs were looked at again. */
  List<TraceRecord> held() {
    return Collections.unmodifiableList(held);
  }
}

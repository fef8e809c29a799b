package io.cgck.scan;

import java.time.Duration;

/**
 * How long the reader of events waits after some have come: not at all while they are few, so that
 * whoever caused the next one is looked at before it ends; in a storm so long that many are read
 * together. Belongs to one thread.
 */
final class EventPace {
  private static final Duration TOGETHER = Duration.ofMillis(5);

  /** So many times in a row nobody waits, and so often in the long run. */
  private static final int MOST_AT_ONCE = 20;

  private static final double AT_ONCE_PER_SECOND = 20;

  private double left = MOST_AT_ONCE;
  private long filled;

  EventPace(long nanoTime) {
    this.filled = nanoTime;
  }

  /** How long to wait before the next events are read, when some have just been. */
  Duration pause(long nanoTime) {
    left = Math.min(left + (nanoTime - filled) / 1e9 * AT_ONCE_PER_SECOND, MOST_AT_ONCE);
    filled = nanoTime;
    if (left < 1) {
      return TOGETHER;
    }
    left--;
    return Duration.ZERO;
  }
}

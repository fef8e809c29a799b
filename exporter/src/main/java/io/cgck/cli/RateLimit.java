package io.cgck.cli;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * At most so many of something in a span of time, and of one origin at most half of them, so that
 * nobody can silence all others; counts what it holds back. Belongs to one thread.
 */
final class RateLimit {
  private final int most;
  private final long spanNanos;
  private final LongSupplier nanoTime;
  private final Map<String, Integer> passedOf = new HashMap<>();
  private long spanBegan;
  private int passed;
  private long heldBack;
  private long toTell;

  RateLimit(int most, Duration span, LongSupplier nanoTime) {
    this.most = most;
    this.spanNanos = span.toNanos();
    this.nanoTime = nanoTime;
    this.spanBegan = nanoTime.getAsLong();
  }

  /** Whether one more of this origin may pass now. */
  boolean passes(String origin) {
    beginSpan();
    if (passed < most && passedOf.getOrDefault(origin, 0) < most / 2) {
      passed++;
      passedOf.merge(origin, 1, Integer::sum);
      return true;
    }
    heldBack++;
    return false;
  }

  /** How many were held back in spans that are over, once for each. */
  long takeHeldBack() {
    beginSpan();
    long count = toTell;
    toTell = 0;
    return count;
  }

  private void beginSpan() {
    long now = nanoTime.getAsLong();
    if (now - spanBegan >= spanNanos) {
      spanBegan = now;
      passed = 0;
      passedOf.clear();
      toTell += heldBack;
      heldBack = 0;
    }
  }
}

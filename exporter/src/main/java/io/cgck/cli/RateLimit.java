package io.cgck.cli;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * At most so many of something in a span of time; counts what it holds back. Belongs to one thread.
 */
final class RateLimit {
  private final int most;
  private final long spanNanos;
  private final LongSupplier nanoTime;
  private long spanBegan;
  private int passed;
  private long heldBack;

  RateLimit(int most, Duration span, LongSupplier nanoTime) {
    this.most = most;
    this.spanNanos = span.toNanos();
    this.nanoTime = nanoTime;
    this.spanBegan = nanoTime.getAsLong();
  }

  /** Whether one more may pass now. */
  boolean passes() {
    beginSpan();
    if (passed < most) {
      passed++;
      return true;
    }
    heldBack++;
    return false;
  }

  /** How many were held back in spans that are over, once for each. */
  long takeHeldBack() {
    if (!beginSpan() && passed >= most) {
      return 0;
    }
    long count = heldBack;
    heldBack = 0;
    return count;
  }

  private boolean beginSpan() {
    long now = nanoTime.getAsLong();
    if (now - spanBegan < spanNanos) {
      return false;
    }
    spanBegan = now;
    passed = 0;
    return true;
  }
}

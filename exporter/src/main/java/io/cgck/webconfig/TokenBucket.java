package io.cgck.webconfig;

import java.util.function.LongSupplier;

/** The tokens of one {@link RateLimit}. Safe for use by several threads. */
public final class TokenBucket {
  private final RateLimit limit;
  private final LongSupplier nanoTime;
  private double tokens;
  private long last;

  /**
   * Makes a full one.
   *
   * @param nanoTime a clock: {@link System#nanoTime}
   */
  public TokenBucket(RateLimit limit, LongSupplier nanoTime) {
    this.limit = limit;
    this.nanoTime = nanoTime;
    this.tokens = limit.burst();
    this.last = nanoTime.getAsLong();
  }

  /** The limit that it keeps. */
  public RateLimit limit() {
    return limit;
  }

  /** Takes a token, if there is one. */
  public synchronized boolean take() {
    long now = nanoTime.getAsLong();
    double more = (double) (now - last) / limit.interval().toNanos();
    tokens = Math.min(limit.burst(), tokens + more);
    last = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}

package io.cgck.webconfig;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * A bucket of tokens, of which every request takes one.
 *
 * @param interval after which another token is added
 * @param burst how many there are at most, and at the beginning
 */
public record RateLimit(Duration interval, int burst) {
  public RateLimit {
    requireNonNull(interval, "interval is null");
    if (interval.isZero() || interval.isNegative()) {
      throw new IllegalArgumentException("no interval: " + interval);
    }
  }
}

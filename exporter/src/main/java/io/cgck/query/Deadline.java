package io.cgck.query;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Until when one request must have found what fits: names and patterns can both be long. */
final class Deadline {
  static final Duration PATIENCE = Duration.ofSeconds(1);

  private final LongSupplier nanoTime;
  private final long end;

  Deadline(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.end = nanoTime.getAsLong() + PATIENCE.toNanos();
  }

  static Deadline start() {
    return new Deadline(System::nanoTime);
  }

  /**
   * The same condition.
   *
   * @throws TooSlowException if it is asked after the deadline
   */
  <T> Predicate<T> on(Predicate<T> condition) {
    return item -> {
      if (nanoTime.getAsLong() - end > 0) {
        throw new TooSlowException();
      }
      return condition.test(item);
    };
  }
}

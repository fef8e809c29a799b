package io.cgck.lab;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for conditions, never longer than its bound. */
public record Waiting(Duration bound) {
  private static final long PAUSE_MILLIS = 10;

  public Waiting {
    requireNonNull(bound, "bound is null");
  }

  /** What a machine under load needs at most for a step of a test. */
  public static Waiting patiently() {
    return new Waiting(Duration.ofSeconds(30));
  }

  public void until(String what, BooleanSupplier condition) {
    until(() -> what, condition);
  }

  /** The description is asked for only when the condition did not come true. */
  public void until(Supplier<String> what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > bound.toNanos()) {
        throw new AssertionError("not within " + bound.toSeconds() + " s: " + what.get());
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting", e);
    }
  }
}

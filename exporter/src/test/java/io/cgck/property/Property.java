package io.cgck.property;

import java.util.Random;

/** Tries a property on many random inputs; a failure names the seed that gives its input again. */
public final class Property {
  private Property() {}

  /** One trial of a property; it fails by throwing. */
  @FunctionalInterface
  public interface Trial {
    void run(Random random);
  }

  /** Runs the trial with so many seeds, the same ones every time. */
  public static void holds(int trials, Trial trial) {
    for (int n = 0; n < trials; n++) {
      // Consecutive seeds begin with nearly the same numbers; these do not.
      long seed = n * 0x9E3779B97F4A7C15L;
      try {
        trial.run(new Random(seed));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("fails for new Random(" + seed + "L): " + e.getMessage(), e);
      }
    }
  }
}

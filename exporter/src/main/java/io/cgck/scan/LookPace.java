package io.cgck.scan;

import java.time.Duration;

/**
 * How soon a look at single processes may follow another one: at once after a quiet time, so that a
 * move shows at once, and within the CPU budget in the long run. Belongs to one thread.
 */
final class LookPace {
  /** Looks are at least so far apart; what happens meanwhile is looked at together. */
  private static final Duration GAP = Duration.ofMillis(20);

  /** What is not used of the budget may be used later, for so long. */
  private static final double SAVED_SECONDS = 60;

  private long lastLook;
  private long filled;
  private double savedNanos;
  private double budget = 1;

  LookPace(long nanoTime) {
    this.lastLook = nanoTime - GAP.toNanos();
    this.filled = nanoTime;
    this.savedNanos = SAVED_SECONDS * 1e9;
  }

  /** Nanoseconds from now until a look may begin; not positive if one may begin now. */
  long waitFrom(long nanoTime) {
    fill(nanoTime);
    long gap = lastLook + GAP.toNanos() - nanoTime;
    long debt = savedNanos >= 0 ? 0 : (long) (-savedNanos / budget);
    return Math.max(gap, debt);
  }

  /**
   * A look was made.
   *
   * @param nanoTime when it ended
   * @param cpuNanos what it cost
   * @param cpuBudget share of one core that may be spent
   */
  void spent(long nanoTime, long cpuNanos, double cpuBudget) {
    budget = cpuBudget;
    fill(nanoTime);
    savedNanos -= cpuNanos;
    lastLook = nanoTime;
  }

  private void fill(long nanoTime) {
    double most = SAVED_SECONDS * 1e9 * budget;
    savedNanos = Math.min(savedNanos + (nanoTime - filled) * budget, most);
    filled = nanoTime;
  }
}

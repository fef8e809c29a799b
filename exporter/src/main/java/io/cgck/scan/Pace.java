package io.cgck.scan;

import java.time.Duration;

/**
 * How long to pause between scans.
 *
 * @param interval pause that is wished for
 * @param cpuBudget share of one core that scanning may take, above 0 and at most 1
 */
public record Pace(Duration interval, double cpuBudget) {
  /** Share of a scan's budget that may go into reading known mount tables again. */
  private static final double MOUNT_SHARE = 0.2;

  private static final int LONGEST_IN_INTERVALS = 60;

  public Pace {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("interval is not positive: " + interval);
    }
    if (!(cpuBudget > 0 && cpuBudget <= 1)) {
      throw new IllegalArgumentException("cpuBudget is not above 0 and at most 1: " + cpuBudget);
    }
  }

  /**
   * The pause after a scan that took so much CPU time: longer if the budget asks for it, but never
   * so long that whoever makes scans costly could blind cgck.
   */
  public Duration pauseAfter(Duration cpuTime) {
    long needed = (long) (cpuTime.toNanos() / cpuBudget) - cpuTime.toNanos();
    long wished = interval.toNanos();
    return Duration.ofNanos(Math.clamp(needed, wished, LONGEST_IN_INTERVALS * wished));
  }

  /** Time that one scan may spend on reading known mount tables again. */
  public Duration mountAllowance() {
    return Duration.ofNanos((long) (interval.toNanos() * cpuBudget * MOUNT_SHARE));
  }
}

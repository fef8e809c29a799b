package io.cgck.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Section {@code scan}.
 *
 * @param interval pause between scans
 * @param cpuBudget share of one core that scans may cost, 0.01 for {@code 1%}; scans that cost more
 *     stretch the interval
 */
public record ScanSettings(Duration interval, double cpuBudget) {
  static final Duration MIN_INTERVAL = Duration.ofMillis(100);
  static final Duration MAX_INTERVAL = Duration.ofHours(1);

  public ScanSettings {
    requireNonNull(interval, "interval is null");
    if (interval.compareTo(MIN_INTERVAL) < 0 || interval.compareTo(MAX_INTERVAL) > 0) {
      throw new IllegalArgumentException("interval is out of range: " + interval);
    }
    if (!(cpuBudget > 0 && cpuBudget <= 1)) {
      throw new IllegalArgumentException("cpuBudget is out of range: " + cpuBudget);
    }
  }

  public static ScanSettings defaults() {
    return new ScanSettings(Duration.ofSeconds(5), 0.01);
  }
}

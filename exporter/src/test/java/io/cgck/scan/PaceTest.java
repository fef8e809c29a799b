package io.cgck.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
  @ParameterizedTest
  @CsvSource({
    // interval, budget, CPU time of the scan, pause
    "PT5S, 0.01, PT0S, PT5S",
    "PT5S, 0.01, PT0.01S, PT5S",
    "PT5S, 0.01, PT0.05S, PT5S",
    "PT5S, 0.01, PT0.1S, PT9.9S",
    "PT5S, 0.01, PT1S, PT1M39S",
    "PT5S, 0.5, PT10S, PT10S",
    "PT5S, 1, PT10S, PT5S",
    "PT0.1S, 1, PT0.2S, PT0.1S",
  })
  void pauseIsTheIntervalUnlessTheBudgetAsksForMore(
      Duration interval, double budget, Duration cpuTime, Duration pause) {
    assertThat(new Pace(interval, budget).pauseAfter(cpuTime)).isEqualTo(pause);
  }

  @Test
  void endlessScanOverflowsNothing() {
    assertThat(new Pace(Duration.ofSeconds(5), 1e-9).pauseAfter(Duration.ofDays(1)))
        .as("at most 60 intervals, so that nobody can blind cgck by costly scans")
        .isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void knownMountTablesGetAFifthOfTheBudget() {
    assertThat(new Pace(Duration.ofSeconds(5), 0.01).mountAllowance())
        .isEqualTo(Duration.ofMillis(10));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1.01, Double.NaN, Double.POSITIVE_INFINITY})
  void budgetIsAShareOfACore(double budget) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pace(Duration.ofSeconds(5), budget))
        .withMessageStartingWith("cpuBudget is not above 0 and at most 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S"})
  void intervalIsPositive(Duration interval) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pace(interval, 0.01))
        .withMessageStartingWith("interval is not positive");
  }
}

package io.cgck.scan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LookPaceTest {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1000 * MILLI;

  private final LookPace pace = new LookPace(0);

  @Test
  void theFirstLookMayBeAtOnceAndTheNextSoon() {
    assertThat(pace.waitFrom(0)).isNotPositive();
    pace.spent(5 * MILLI, 2 * MILLI, 0.01);
    assertThat(pace.waitFrom(5 * MILLI)).isEqualTo(20 * MILLI);
    assertThat(pace.waitFrom(25 * MILLI)).isZero();
  }

  @Test
  void inTheLongRunTheBudgetHolds() {
    long now = 0;
    long spent = 0;
    while (now < 3600 * SECOND) {
      now += Math.max(0, pace.waitFrom(now)) + 10 * MILLI;
      pace.spent(now, 10 * MILLI, 0.01);
      spent += 10 * MILLI;
    }

    assertThat(spent / (double) now).isBetween(0.0099, 0.03);
    assertThat(pace.waitFrom(now)).isGreaterThan(100 * MILLI);
    assertThat(pace.waitFrom(now + 60 * SECOND)).as("after a rest").isNotPositive();
  }
}

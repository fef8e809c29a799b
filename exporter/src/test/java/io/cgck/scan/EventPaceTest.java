package io.cgck.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EventPaceTest {
  private static final long SECOND = 1_000_000_000;

  private final EventPace pace = new EventPace(5);

  @Test
  void nobodyWaitsWhileEventsAreFew() {
    for (int second = 1; second < 100; second++) {
      for (int event = 0; event < 19; event++) {
        assertThat(pace.pause(second * SECOND)).isZero();
      }
    }
  }

  @Test
  void inAStormManyAreReadTogether() {
    long now = 5;
    int together = 0;
    for (int event = 0; event < 1_000; event++) {
      Duration pause = pace.pause(now);
      now += 100_000 + pause.toNanos();
      together += pause.isPositive() ? 1 : 0;
    }
    assertThat(together).isGreaterThan(850);
    assertThat(pace.pause(now + SECOND)).as("after the storm").isZero();
  }
}

package io.cgck.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class PromqlNamesTest {
  @Test
  void findsEveryMetricAndLabel() {
    String expression =
        """
        # of all
        sum without (pid, comm) (
            rate(a_total{x="}(b)", y!~"c|d"}[5m] offset 1h)
          * on (job) group_left () level:b:sum) > bool 1e3
          unless min_over_time(c[1h]) == 10
        """;

    assertThat(PromqlNames.of(expression))
        .isEqualTo(
            new PromqlNames(
                Set.of("a_total", "level:b:sum", "c"), Set.of("pid", "comm", "x", "y", "job")));
  }
}

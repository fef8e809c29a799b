package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.Command.Outcome;
import io.cgck.lab.Judge;
import org.junit.jupiter.api.Test;

/** The judges themselves: one that accepts everything would prove nothing. */
class JudgesIT {
  private static final String GOOD =
      """
      # HELP cgck_a_total Things.
      # TYPE cgck_a_total counter
      cgck_a_total{b="c\\n\\"é"} 1
      """;

  @Test
  void promtoolAcceptsGoodMetrics() {
    assertThat(Judge.promtool().judge(GOOD)).isEqualTo(new Outcome(0, "", ""));
  }

  @Test
  void promtoolComplainsAboutBadNames() {
    Outcome outcome = Judge.promtool().judge(GOOD.replace("_total", ""));

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.stdout() + outcome.stderr()).contains("cgck_a counter metrics should");
  }

  @Test
  void openMetricsParserAcceptsGoodMetrics() {
    assertThat(Judge.openMetricsParser().judge(GOOD.replace("a_total ", "a ") + "# EOF\n"))
        .isEqualTo(new Outcome(0, "cgck_a\n", ""));
  }

  @Test
  void openMetricsParserRejectsWhatIsNotOpenMetrics() {
    assertThat(Judge.openMetricsParser().judge(GOOD).exitCode()).isNotZero();
  }
}

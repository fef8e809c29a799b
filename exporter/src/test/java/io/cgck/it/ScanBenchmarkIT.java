package io.cgck.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cgck.benchmark.ScanCost;
import io.cgck.benchmark.ScanCostArguments;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The benchmark runs and says all that it should; what it measures here means nothing. */
class ScanBenchmarkIT {
  @Test
  void everybodyHasARowAndEveryGoalAFigure() throws Exception {
    assumeTrue(ScanCost.canRun(), "needs a C compiler, for what cgck is compared with");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();

    try (PrintStream out = new PrintStream(printed, true, UTF_8)) {
      new ScanCost(new ScanCostArguments(false, 1, Duration.ofMillis(500), List.of(50)), out).run();
    }

    List<String> rows =
        printed.toString(UTF_8).lines().filter(row -> row.startsWith("| ")).toList();
    // Who looked, its CPU and its wall time.
    assertThat(rows.stream().filter(row -> row.matches("\\|[^|]+\\|( [^|]*\\|){6}")))
        .hasSize(ScanCost.rows().size() + 1);
    assertThat(rows)
        .anySatisfy(
            row -> assertThat(row).matches(".*least work in C \\| [0-9.]+ \\(.*1\\.00 × \\|.*"));
    for (String title : ScanCost.rows()) {
      assertThat(rows)
          .as(title)
          .anySatisfy(
              row ->
                  assertThat(row)
                      .startsWith("| " + title + " | ")
                      .matches("\\|[^|]+\\| [0-9.]+ \\(.*"));
    }
    assertThat(rows.stream().filter(row -> row.matches(".*\\| (met|\\*\\*missed\\*\\*) \\|")))
        .hasSize(10);
  }
}

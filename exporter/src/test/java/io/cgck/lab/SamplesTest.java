package io.cgck.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplesTest {
  private static final String EXPOSITION =
      """
      # HELP cgck_process_info A row, with "quotes" and \\\\ in its help.
      # TYPE cgck_process_info gauge
      cgck_process_info{pid="1",comm="a} b, \\"c\\"=\\\\n\\n\\\\x80é",cgroup="/a b:c",} 1.0
      cgck_process_info{pid="2",comm="",cgroup="/"} 1 1700000000000

      # just a comment
      # TYPE cgck_scan_errors_total counter
      cgck_scan_errors_total{file="ns/cgroup",reason="permission_denied"} 1.5e3
      cgck_scan_errors_total{file="stat",reason="malformed"} 0
      # TYPE cgck_scan_duration_seconds histogram
      cgck_scan_duration_seconds_bucket{le="+Inf"} 7
      up +Inf
      down -Inf
      nothing NaN
      """;

  @Test
  void readsEscapesAndOddLabels() {
    Samples samples = Samples.parse(EXPOSITION);

    assertThat(samples.one("cgck_process_info", Map.of("pid", "1")))
        .isEqualTo(
            new Sample(
                "cgck_process_info",
                Map.of("pid", "1", "comm", "a} b, \"c\"=\\n\n\\x80é", "cgroup", "/a b:c"),
                1));
    assertThat(samples.one("cgck_process_info", Map.of("comm", "")).label("pid")).isEqualTo("2");
  }

  @Test
  void readsValuesAndTypes() {
    Samples samples = Samples.parse(EXPOSITION);

    assertThat(samples.value("cgck_scan_errors_total", Map.of("file", "ns/cgroup"))).hasValue(1500);
    assertThat(samples.sum("cgck_scan_errors_total")).isEqualTo(1500);
    assertThat(samples.value("cgck_scan_errors_total", Map.of("file", "comm"))).isEmpty();
    assertThat(samples.value("up", Map.of())).hasValue(Double.POSITIVE_INFINITY);
    assertThat(samples.value("down", Map.of())).hasValue(Double.NEGATIVE_INFINITY);
    assertThat(samples.value("nothing", Map.of())).hasValue(Double.NaN);
    assertThat(samples.types())
        .containsEntry("cgck_scan_errors_total", "counter")
        .containsEntry("cgck_scan_duration_seconds", "histogram")
        .hasSize(3);
    assertThat(samples.textOf("cgck_scan_errors_total")).hasLineCount(3);
  }

  @Test
  void knowsWhetherOpenMetricsIsComplete() {
    assertThat(Samples.parse("a 1\n# EOF\n").isComplete()).isTrue();
    assertThat(Samples.parse("a 1\n").isComplete()).isFalse();
  }

  @Test
  void ambiguousQuestionIsAFailure() {
    Samples samples = Samples.parse(EXPOSITION);

    assertThatThrownBy(() -> samples.one("cgck_process_info", Map.of()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected one");
    assertThatThrownBy(() -> samples.one("cgck_process_info", Map.of("pid", "3")))
        .isInstanceOf(AssertionError.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a 1",
        "a\n",
        "a one\n",
        "a{b=\"c\" 1\n",
        "a{b=\"c} 1\n",
        "a{b=\"\\q\"} 1\n",
        "a{b=\"c\",b=\"d\"} 1\n",
        "a{b=\"c\"d=\"e\"} 1\n",
        "a{1b=\"c\"} 1\n",
        "1a 1\n",
        "a 1 2 3\n",
        "a{b=\"two\nlines\"} 1\n",
        "a{b=\"c\"} 1\na{b=\"c\"} 2\n",
        "# TYPE a counter\n# TYPE a counter\n",
        "# TYPE a\n",
        "a 1\n# EOF\nb 1\n",
      })
  void malformedIsAFailure(String text) {
    assertThatThrownBy(() -> Samples.parse(text)).isInstanceOf(AssertionError.class);
  }
}

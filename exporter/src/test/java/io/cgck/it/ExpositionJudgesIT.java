package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.Answer;
import io.cgck.lab.CgckDaemon;
import io.cgck.lab.Command.Outcome;
import io.cgck.lab.DaemonSetup;
import io.cgck.lab.Judge;
import io.cgck.lab.Samples;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What others say of the daemon's live output. */
class ExpositionJudgesIT {
  @AutoClose private final CgckDaemon daemon = DaemonSetup.quick().start();

  @Test
  void promtoolHasNoComplaint() {
    daemon.awaitFreshScan();
    Samples samples = daemon.samples();

    assertThat(Judge.promtool().judge(samples.text())).isEqualTo(new Outcome(0, "", ""));
  }

  @Test
  void openMetricsParserAccepts() {
    daemon.awaitFreshScan();
    Samples samples = daemon.openMetrics();

    Outcome outcome = Judge.openMetricsParser().judge(samples.text());
    assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
    assertThat(outcome.stdout().lines())
        .contains("cgck_process_info", "cgck_scan_duration_seconds", "cgck_scan_errors");
    assertThat(samples.isComplete()).isTrue();
  }

  @Test
  void bothFormatsShowTheSame() {
    Set<String> text = families(daemon.samples());
    Set<String> openMetrics = families(daemon.openMetrics());

    assertThat(openMetrics).isEqualTo(text).contains("cgck_process_info", "cgck_scan_errors");
  }

  /** OpenMetrics names a counter's family without the suffix. */
  private static Set<String> families(Samples samples) {
    return samples.types().keySet().stream()
        .filter(name -> name.startsWith("cgck_"))
        .map(name -> name.replaceFirst("_total$", ""))
        .collect(Collectors.toSet());
  }

  @Test
  void gzip() {
    Answer answer = daemon.client().get("/metrics", Map.of("Accept-Encoding", "gzip"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentEncoding()).isEqualTo("gzip");
    assertThat(Samples.parse(answer.text()).named("cgck_build_info")).hasSize(1);
  }

  @Test
  void plainToWhoeverAsksForNothing() {
    Answer answer = daemon.client().get("/metrics");

    assertThat(answer.contentEncoding()).isEmpty();
    assertThat(answer.contentType()).startsWith("text/plain; version=0.0.4");
    assertThat(Samples.parse(answer.text()).named("cgck_process_info")).isNotEmpty();
  }

  @Test
  void nameFilter() {
    Answer answer = daemon.client().get("/metrics?name%5B%5D=cgck_build_info");

    assertThat(answer.status()).isEqualTo(200);
    Samples samples = Samples.parse(answer.text());
    assertThat(samples.all())
        .singleElement()
        .satisfies(sample -> assertThat(sample.name()).isEqualTo("cgck_build_info"));
    assertThat(samples.types()).containsOnlyKeys("cgck_build_info");
  }
}

package io.cgck.metrics;

import static io.cgck.fixture.Sketch.process;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.config.Configuration;
import io.cgck.expect.Assessor;
import io.cgck.fixture.Sketch;
import io.cgck.fixture.TestHost;
import io.prometheus.client.CollectorRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a scrape shows of expectations. */
class ExpectationCollectorTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
  private static final String RULES =
      """
      expectations:
        - {name: web, match: {comm: nginx}, expect: {cgroup: /web}, labels: {team: web}}
        - {name: all, match: {comm: "*"}, expect: {cgroup: [/web, /jobs]}, labels: {page: "no"}}
      """;

  private static List<String> render(String yaml, Sketch... processes) {
    Configuration configuration = TestHost.configuration(yaml);
    Publisher publisher =
        new Publisher(configuration, new BuildInfo("", "", ""), Clock.systemUTC());
    Assessor assessor = new Assessor(configuration.expectations(), () -> 0);
    publisher.publish(assessor.assess(Sketch.snapshot(NOW, processes)), 0, 5);
    CollectorRegistry registry = new CollectorRegistry();
    publisher.register(registry);
    return new String(new RegistryExposition(registry).text(ExpositionFormat.TEXT, Set.of()), UTF_8)
        .lines()
        .toList();
  }

  /** One set of label names for all: what an expectation has not is empty. */
  @Test
  void labelsOfExpectationsAreLabelsOfViolations() {
    assertThat(render(RULES, process(7, "nginx", "/x")))
        .contains(
            "cgck_process_violation_info{expectation=\"web\",pid=\"7\",comm=\"nginx\",expected=\"/web\","
                + "actual=\"/x\",severity=\"warning\",page=\"\",team=\"web\",} 1.0",
            "cgck_process_violation_info{expectation=\"all\",pid=\"7\",comm=\"nginx\",expected=\"/web or"
                + " /jobs\",actual=\"/x\",severity=\"warning\",page=\"no\",team=\"\",} 1.0");
  }

  /** An alert must be able to name it, and where it is. */
  @Test
  void aViolationIsShownThoughTheProcessIsExcluded() {
    assertThat(
            render(
                RULES + "processes: {exclude: [{comm: nginx}], include: [{comm: other}]}",
                process(7, "nginx", "/x"),
                process(8, "nginx", "/web")))
        .contains(
            "cgck_process_expected{expectation=\"web\",pid=\"7\",comm=\"nginx\",} 0.0",
            "cgck_process_info{pid=\"7\",comm=\"nginx\",cgroup=\"/x\",cgroup_ns=\"4026531835\","
                + "ns_cgroup=\"/x\",mount_root=\"\",} 1.0",
            "cgck_expectation_processes{expectation=\"web\",state=\"met\",} 1.0")
        .noneMatch(line -> line.contains("pid=\"8\""));
  }

  @Test
  void aViolationIsShownThoughTheProcessIsYoung() {
    assertThat(render(RULES, process(7, "nginx", "/x").started(999_999)))
        .contains("cgck_process_expected{expectation=\"web\",pid=\"7\",comm=\"nginx\",} 0.0");
  }

  @Test
  void whereTheLimitBitesViolationsComeFirst() {
    List<String> lines =
        render(
            RULES + "processes: {limit: 1}",
            process(7, "nginx", "/web").started(1),
            process(8, "nginx", "/x").started(2));

    assertThat(lines)
        .contains("cgck_process_expected{expectation=\"web\",pid=\"8\",comm=\"nginx\",} 0.0")
        .contains("cgck_scan_processes{state=\"over_limit\",} 1.0")
        .noneMatch(line -> line.contains("pid=\"7\""));
  }

  @Test
  void seriesOfExpectationsAreBoundedAndWhatIsLackingIsCounted() {
    StringBuilder rules = new StringBuilder("processes: {limit: 1}\nexpectations:\n");
    for (int rule = 0; rule < 6; rule++) {
      rules.append(
          "  - {name: r%d, match: {comm: a}, expect: {cgroup: %s}}\n"
              .formatted(rule, rule == 5 ? "/x" : "/a"));
    }
    List<String> lines = render(rules.toString(), process(7, "a", "/a"));

    assertThat(lines.stream().filter(line -> line.startsWith("cgck_process_expected{")))
        .hasSize(4)
        .contains("cgck_process_expected{expectation=\"r5\",pid=\"7\",comm=\"a\",} 0.0");
    assertThat(lines).contains("cgck_series_over_limit{family=\"cgck_process_expected\",} 2.0");
  }

  @Test
  void whatMeetsABuiltInExpectationHasNoSeriesAndWhatIsPendingMeets() {
    List<String> lines =
        render(
            RULES.replace("labels: {team: web}", "for: 1m"),
            process(1, "systemd", "/init.scope"),
            process(7, "nginx", "/x"));

    assertThat(lines)
        .contains(
            "cgck_process_expected{expectation=\"web\",pid=\"7\",comm=\"nginx\",} 1.0",
            "cgck_expectation_processes{expectation=\"web\",state=\"pending\",} 1.0",
            "cgck_expectation_processes{expectation=\"not_in_root_cgroup\",state=\"met\",} 1.0")
        .noneMatch(line -> line.startsWith("cgck_process_expected{expectation=\"not_in_root"));
  }
}

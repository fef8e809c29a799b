package io.cgck.benchmark;

import io.cgck.lab.CgroupLab;
import io.cgck.lab.Waiting;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a fleet costs its Prometheus: the series of one real host, a real Prometheus that scrapes
 * many copies of it, and what processes that come and go add.
 */
public final class Fleet {
  private static final int PROCESSES = 300;
  private static final int TURNS = 4;
  private static final int INTERVAL_SECONDS = 5;
  private static final int SHORT_LIVED = 80;

  private Fleet() {}

  public static void main(String[] args) {
    Duration each = Duration.ofSeconds(Integer.parseInt(args[0]));
    int[] targets = Arrays.stream(args).skip(1).mapToInt(Integer::parseInt).toArray();
    try (CgroupLab lab = CgroupLab.open()) {
      List<String> expositions;
      try (FleetHost host = FleetHost.start(lab, PROCESSES)) {
        expositions = host.expositions(TURNS);
      }
      new FleetShape(expositions.getLast()).print();
      List<String> unified = expositions.stream().map(Fleet::asOfAUnifiedHost).toList();
      FleetShape shape = new FleetShape(unified.getLast());
      System.out.printf(
          Locale.ROOT,
          "%nAs a unified host: %d series, %d bytes plain, %d gzip.%n",
          shape.series(),
          unified.getLast().length(),
          FleetTargets.zipped(unified.getLast()).length);
      head();
      for (int count : targets) {
        scrape(unified, count, each);
      }
      churn(lab, shape);
    }
  }

  /** The host of the test may be hybrid; most are not, and lack this family. */
  private static String asOfAUnifiedHost(String exposition) {
    StringBuilder rest = new StringBuilder();
    exposition
        .lines()
        .filter(line -> !line.contains("cgck_process_hierarchy"))
        .forEach(line -> rest.append(line).append('\n'));
    return rest.toString();
  }

  private static void head() {
    System.out.printf(
        "%n| targets | series | samples/s | Prometheus: resident | per series | CPU (cores) | on disk: bytes/sample"
            + " | index bytes/series | a scrape | all rules |%n|---|---|---|---|---|---|---|---|---|---|%n");
  }

  private static void scrape(List<String> expositions, int targets, Duration duration) {
    try (FleetTargets hosts = new FleetTargets(expositions, targets);
        FleetPrometheus prometheus = FleetPrometheus.scraping(hosts.job(INTERVAL_SECONDS))) {
      prometheus.awaitUp(targets);
      // Bounded from both sides: it is the load over this time that is measured.
      long end = System.nanoTime() + duration.toNanos();
      new Waiting(duration.plusSeconds(30))
          .until("the end of the measurement", () -> System.nanoTime() > end);
      String window = "[%ds]".formatted(duration.toSeconds() - 5);
      double series = prometheus.value("prometheus_tsdb_head_series");
      double resident =
          prometheus.value("max_over_time(process_resident_memory_bytes{job=\"itself\"}[30s])");
      FleetPrometheus.Block block = prometheus.block();
      System.out.printf(
          Locale.ROOT,
          "| %d | %.0f | %.0f | %.0f MB | %.1f kB | %.2f | %.2f | %.0f | %.0f ms | %.0f ms |%n",
          targets,
          series,
          prometheus.value("rate(prometheus_tsdb_head_samples_appended_total" + window + ")"),
          resident / 1e6,
          resident / 1e3 / series,
          prometheus.value("rate(process_cpu_seconds_total{job=\"itself\"}" + window + ")"),
          (double) block.chunks() / block.samples(),
          (double) block.index() / block.series(),
          1e3 * prometheus.value("quantile(0.5, scrape_duration_seconds{job=\"cgck\"})"),
          1e3
              * prometheus.value(
                  "sum(min_over_time(prometheus_rule_group_last_duration_seconds" + window + "))"));
    }
  }

  private static void churn(CgroupLab lab, FleetShape shape) {
    System.out.printf(
        "%n| processes.min_age | short-lived processes | series created | for each |%n|---|---|---|---|%n");
    for (String minAge : new String[] {"0s", "5s"}) {
      long created = FleetHost.seriesOfChurn(lab, minAge, SHORT_LIVED);
      System.out.printf(
          Locale.ROOT,
          "| %s | %d | %d | %.1f |%n",
          minAge,
          SHORT_LIVED,
          created,
          (double) created / SHORT_LIVED);
    }
    System.out.printf(
        Locale.ROOT, "%nSeries of a process on a unified host: %.1f%n", shape.perProcess());
  }
}

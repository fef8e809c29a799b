package io.cgck.benchmark;

import io.cgck.lab.CgckDaemon;
import io.cgck.lab.CgroupLab;
import io.cgck.lab.Samples;
import io.cgck.lab.Waiting;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** How much memory is resident, and what {@code cpu_budget: 1%} comes to. */
final class MemoryCost {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int SCRAPES = 4;
  private static final Map<Integer, Double> MEGABYTES =
      Map.of(300, 64.0, 10_000, 112.0, 20_000, 160.0);
  private static final double MOST_CPU_PERCENT = 1.2;

  private final PrintStream out;
  private final List<Goal> goals = new ArrayList<>();

  MemoryCost(PrintStream out) {
    this.out = out;
  }

  void run(List<Integer> counts) {
    out.printf(
        "%n| processes | resident a minute after the start, with %d scrapes, MB | CPU in a minute with"
            + " `cpu_budget: 1%%`, of a core | scans in it |%n|---|---|---|---|%n",
        SCRAPES);
    for (int count : counts) {
      try (CgroupLab lab = CgroupLab.open()) {
        Sleepers sleepers = Sleepers.start(lab, count);
        measure(sleepers);
      }
    }
    Goal.print(out, goals);
  }

  private void measure(Sleepers sleepers) {
    int count = sleepers.count();
    double resident;
    long begun = System.nanoTime();
    try (CgckDaemon daemon = ScanningDaemon.launch("5s", "100%", 2 * count + 5000);
        Scraper scraper = new Scraper(daemon.port(), daemon.pid())) {
      for (int n = 0; n < SCRAPES; n++) {
        awaitScans(daemon, 2);
        scraper.scrape(Scraper.OPEN_METRICS, true);
      }
      // What the start took is given back after 10 seconds.
      new Waiting(MINUTE.plusSeconds(30))
          .until("a minute after the start", () -> System.nanoTime() - begun > MINUTE.toNanos());
      resident = ProcessUsage.of(daemon.pid()).residentMegabytes();
    }
    try (CgckDaemon daemon = ScanningDaemon.launch("5s", "1%", 2 * count + 5000)) {
      // The first scan does not count for the budget; the second begins a whole round.
      awaitScans(daemon, 1);
      double scans = scans(daemon);
      ProcessUsage usage = ProcessUsage.of(daemon.pid());
      double cpu = usage.cpuMillis();
      long start = System.nanoTime();
      // Bounded from both sides: it is this time that is measured, and nobody scrapes in it.
      new Waiting(MINUTE.plusSeconds(30))
          .until("the end of the minute", () -> System.nanoTime() - start > MINUTE.toNanos());
      double percent = 100 * (usage.cpuMillis() - cpu) / MINUTE.toMillis();
      out.printf(
          "| %d | %s | %s %% | %.0f |%n",
          count,
          LookFigures.decimal(resident),
          LookFigures.decimal(percent),
          scans(daemon) - scans);
      if (MEGABYTES.containsKey(count)) {
        goal("resident with %d processes".formatted(count), MEGABYTES.get(count), " MB", resident);
      }
      goal(
          "CPU over a minute with `cpu_budget: 1%%` and %d processes".formatted(count),
          MOST_CPU_PERCENT,
          " %",
          percent);
    }
  }

  private void goal(String what, double most, String unit, double value) {
    goals.add(new Goal(what, most, unit, OptionalDouble.of(value)));
  }

  private static void awaitScans(CgckDaemon daemon, int more) {
    double wanted = scans(daemon) + more;
    new Waiting(Duration.ofMinutes(2)).until(more + " more scans", () -> scans(daemon) >= wanted);
  }

  private static double scans(CgckDaemon daemon) {
    return Samples.parse(
            daemon.client().get("/metrics?name%5B%5D=cgck_scan_duration_seconds_count").text())
        .one("cgck_scan_duration_seconds_count", Map.of())
        .value();
  }
}

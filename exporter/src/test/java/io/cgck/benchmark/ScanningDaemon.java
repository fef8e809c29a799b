package io.cgck.benchmark;

import io.cgck.lab.CgckDaemon;
import io.cgck.lab.Command;
import io.cgck.lab.DaemonSetup;
import io.cgck.lab.Samples;
import io.cgck.lab.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A packaged daemon that scans all the time, but is stopped while it is not its turn. */
final class ScanningDaemon implements AutoCloseable {
  private static final String COUNTERS =
      "/metrics?name%5B%5D=cgck_scan_cpu_seconds_total"
          + "&name%5B%5D=cgck_scan_duration_seconds_sum"
          + "&name%5B%5D=cgck_scan_duration_seconds_count";
  private static final int PARALLEL = 50;
  private static final int SCRAPES = 1000;
  private static final int MOST_SCRAPES = 50 * SCRAPES;
  private static final int SCANS_IN_CROWD = 10;

  private final CgckDaemon daemon;
  private final ProcessUsage usage;

  /** What it has said of its scans so far. */
  private record Counters(double scans, double cpuSeconds, double wallSeconds) {
    /** Milliseconds of a scan since then. */
    Look since(Counters before) {
      double more = scans - before.scans;
      return Look.of(
          (cpuSeconds - before.cpuSeconds) / more * 1e3,
          (wallSeconds - before.wallSeconds) / more * 1e3);
    }
  }

  /** How parallel scrapes went: how many failed, and what a scan took meanwhile. */
  record Crowd(int scrapes, int failed, Look scan) {}

  private ScanningDaemon(CgckDaemon daemon) {
    this.daemon = daemon;
    this.usage = ProcessUsage.of(daemon.pid());
  }

  /** Starts one that shows every process, and stops it after its first scans. */
  static ScanningDaemon start(int limit) {
    ScanningDaemon started = new ScanningDaemon(launch("500ms", "100%", limit));
    try {
      started.awaitScans(2);
      started.signal("STOP");
      return started;
    } catch (RuntimeException | Error e) {
      started.close();
      throw e;
    }
  }

  /** Starts one and leaves it alone. */
  static CgckDaemon launch(String interval, String cpuBudget, int limit) {
    return DaemonSetup.quick()
        .config(
            """
            scan: {interval: %s, cpu_budget: %s}
            processes: {min_age: 0s, limit: %d}
            """
                .formatted(interval, cpuBudget, limit))
        .start();
  }

  /** Scans some times. */
  void scan(int times) {
    signal("CONT");
    try {
      awaitScans(times);
    } finally {
      signal("STOP");
    }
  }

  /** A scan while nothing changes: what its thread says, and what the whole process takes. */
  List<Look> steady(Duration time) {
    try (Scraper scraper = resumed()) {
      scraper.scrape(Scraper.OPEN_METRICS, true);
      awaitScans(1);
      Counters before = counters();
      double process = usage.cpuMillis();
      double thread = usage.cpuMillis("scan");
      long end = System.nanoTime() + time.toNanos();
      // Bounded from both sides: it is this time that is measured.
      new Waiting(time.plusSeconds(60)).until("the end of the turn", () -> System.nanoTime() > end);
      thread = usage.cpuMillis("scan") - thread;
      process = usage.cpuMillis() - process;
      awaitScans(1);
      Look scan = counters().since(before).with(Figure.RESIDENT, usage.residentMegabytes());
      // The turn begins and ends within scans, so the process is related to its scanning thread.
      double whole = scan.figures().get(Figure.CPU) * process / Math.max(thread, 1);
      return List.of(scan, new Look(Map.of(Figure.CPU, whole)));
    } finally {
      signal("STOP");
    }
  }

  /** A scan while one process in a hundred moves from each scan to the next. */
  Look moving(Duration time, Sleepers sleepers) {
    int batch = Math.max(1, sleepers.count() / 100);
    signal("CONT");
    try {
      awaitScans(1);
      Counters before = counters();
      long end = System.nanoTime() + time.toNanos();
      int moved = 0;
      do {
        sleepers.move(batch);
        moved += batch;
        awaitScans(1);
      } while (System.nanoTime() < end);
      Counters after = counters();
      return after
          .since(before)
          .with(Figure.MOVED, 100.0 * moved / sleepers.count() / (after.scans - before.scans))
          .with(Figure.RESIDENT, usage.residentMegabytes());
    } finally {
      signal("STOP");
    }
  }

  /**
   * Many scrapes at once while it scans, by clients that let all others go first: in life they are
   * on hosts of their own, and take nothing from what scans here.
   */
  Crowd crowd() {
    try (Scraper scraper = resumed()) {
      scraper.scrape(Scraper.OPEN_METRICS, true);
      awaitScans(1);
      Counters before = counters();
      int scrapes = 0;
      int succeeded = 0;
      Counters after = before;
      // A scan more than is asked for: one may have begun before.
      while (scrapes < MOST_SCRAPES && after.scans - before.scans <= SCANS_IN_CROWD) {
        succeeded += scrapeAtOnce();
        scrapes += SCRAPES;
        after = counters();
      }
      return new Crowd(scrapes, scrapes - succeeded, after.since(before));
    } finally {
      signal("STOP");
    }
  }

  /** Gives how many succeeded. */
  private int scrapeAtOnce() {
    Command.Outcome outcome =
        Command.of(
                new ProcessBuilder(
                    "nice",
                    "-n",
                    "19",
                    "curl",
                    "-sS",
                    "--parallel",
                    "--parallel-immediate",
                    "--parallel-max",
                    Integer.toString(PARALLEL),
                    "-o",
                    "/dev/null",
                    "-w",
                    "%{http_code}\n",
                    "-H",
                    "Accept: " + Scraper.OPEN_METRICS,
                    "-H",
                    "Accept-Encoding: gzip",
                    "http://127.0.0.1:%d/metrics#[1-%d]".formatted(daemon.port(), SCRAPES)))
            .run("");
    return (int) outcome.stdout().lines().filter("200"::equals).count();
  }

  private Scraper resumed() {
    signal("CONT");
    return new Scraper(daemon.port(), daemon.pid());
  }

  /** Waits for the end of that many scans, and asks seldom, since each answer costs something. */
  private void awaitScans(int more) {
    double wanted = counters().scans + more;
    long[] next = {0};
    new Waiting(Duration.ofSeconds(60))
        .until(
            more + " more scans",
            () -> {
              if (System.nanoTime() < next[0]) {
                return false;
              }
              next[0] = System.nanoTime() + 200_000_000L;
              return counters().scans >= wanted;
            });
  }

  private Counters counters() {
    Samples samples = Samples.parse(daemon.client().get(COUNTERS).text());
    return new Counters(
        samples.one("cgck_scan_duration_seconds_count", Map.of()).value(),
        samples.one("cgck_scan_cpu_seconds_total", Map.of()).value(),
        samples.one("cgck_scan_duration_seconds_sum", Map.of()).value());
  }

  private void signal(String name) {
    Command.signal(daemon.pid(), name);
  }

  @Override
  public void close() {
    // Stopped, it could not end in order.
    signal("CONT");
    daemon.close();
  }
}

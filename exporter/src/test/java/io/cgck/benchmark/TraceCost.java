package io.cgck.benchmark;

import io.cgck.lab.CgckDaemon;
import io.cgck.lab.CgckImage;
import io.cgck.lab.Cgroup;
import io.cgck.lab.CgroupLab;
import io.cgck.lab.DaemonSetup;
import io.cgck.lab.LabProcess;
import io.cgck.lab.Samples;
import io.cgck.lab.Shuttle;
import io.cgck.lab.Tracing;
import io.cgck.lab.Waiting;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** What events of the kernel cost, and how soon they show; see {@code exporter/benchmark/trace}. */
public final class TraceCost {
  private static final int SECONDS = 10;
  private static final List<Integer> RATES = List.of(0, 10, 1_000, 10_000);
  private static final String MOVES = "/metrics?name%5B%5D=cgck_process_moves_total";
  private static final int PAUSE_MILLIS = 500;

  private final Tracing tracing;
  private final Cgroup home;
  private final Cgroup away;
  private final LabProcess process;

  private TraceCost(Tracing tracing, CgroupLab lab) {
    this.tracing = tracing;
    this.home = lab.cgroup("home");
    this.away = lab.cgroup("away");
    this.process = lab.start(home, "sleep", "3600");
  }

  /**
   * Prints the tables.
   *
   * @param args number of moves whose delay is measured
   */
  public static void main(String[] args) {
    int samples = args.length > 0 ? Integer.parseInt(args[0]) : 300;
    try (Tracing tracing = Tracing.open();
        CgroupLab lab = CgroupLab.open()) {
      TraceCost cost = new TraceCost(tracing, lab);
      cost.storms();
      cost.delays(samples);
    }
  }

  /** As it is installed, but for the name of the instance. */
  private CgckDaemon start() {
    CgckDaemon daemon =
        new DaemonSetup(
                CgckImage.ofTheBuild(),
                tracing.prefix(),
                "trace: {enabled: true, instance: %s}\n".formatted(tracing.instance()),
                List.of())
            .start();
    Waiting.patiently()
        .until("events are read", () -> daemon.log().contains("moves are reported by the kernel"));
    return daemon;
  }

  private void storms() {
    System.out.println(
        """
        | moves a second | as they were | counted | lost | merged | CPU of cgck, %% of a core | of it reading events | scanning and looking |
        |---|---|---|---|---|---|---|---|"""
            .formatted());
    for (int rate : RATES) {
      try (CgckDaemon daemon = start()) {
        ProcessUsage usage = ProcessUsage.of(daemon.pid());
        double all = usage.cpuMillis();
        double reading = usage.cpuMillis("trace");
        double scanning = usage.cpuMillis("scan");
        long begin = System.nanoTime();
        int moves = rate * SECONDS;
        double perSecond = rate;
        if (moves > 0) {
          perSecond = new Shuttle(process, home, away).ride(moves, rate).perSecond();
          new Waiting(Duration.ofSeconds(60))
              .until(
                  "all are counted",
                  () -> daemon.samples().sum("cgck_trace_events_total") >= moves);
        } else {
          new Waiting(Duration.ofSeconds(60))
              .until(
                  "the end",
                  () -> System.nanoTime() - begin > Duration.ofSeconds(SECONDS).toNanos());
        }
        double millis = (System.nanoTime() - begin) / 1e6;
        all = usage.cpuMillis() - all;
        reading = usage.cpuMillis("trace") - reading;
        scanning = usage.cpuMillis("scan") - scanning;
        Waiting.patiently()
            .until(
                "all are in the model",
                () -> daemon.samples().sum("cgck_process_moves_total") >= moves);
        Samples samples = daemon.samples();
        System.out.printf(
            Locale.ROOT,
            "| %d | %.0f | %.0f | %.0f | %.0f | %.1f | %.1f | %.1f |%n",
            rate,
            perSecond,
            samples.sum("cgck_process_moves_total"),
            samples.sum("cgck_trace_events_lost_total"),
            samples.sum("cgck_trace_events_merged_total"),
            100 * all / millis,
            100 * reading / millis,
            100 * scanning / millis);
      }
    }
  }

  /** From the write until a scrape has it, while it is scraped again and again. */
  private void delays(int samples) {
    double[] millis = new double[samples];
    Random random = new Random(1);
    try (CgckDaemon daemon = start()) {
      // Code that is compiled, as after some minutes.
      for (int sample = -samples / 10; sample < samples; sample++) {
        double before = moves(daemon);
        long pause = System.nanoTime() + random.nextInt(2 * PAUSE_MILLIS) * 1_000_000L;
        Waiting.patiently().until("the pause", () -> System.nanoTime() > pause);
        long begin = System.nanoTime();
        process.moveTo(sample % 2 == 0 ? away : home);
        long end = begin + Duration.ofSeconds(30).toNanos();
        while (moves(daemon) == before && System.nanoTime() < end) {
          Thread.onSpinWait();
        }
        if (sample >= 0) {
          millis[sample] = (System.nanoTime() - begin) / 1e6;
        }
      }
    }
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        """

        From write to metric, %d moves: median %.1f ms, 90th percentile %.1f ms, 99th %.1f ms, longest %.1f ms
        """,
        samples,
        millis[samples / 2],
        millis[samples * 9 / 10],
        millis[Math.min(samples - 1, samples * 99 / 100)],
        millis[samples - 1]);
  }

  private static double moves(CgckDaemon daemon) {
    return Samples.parse(daemon.client().get(MOVES, Map.of()).text())
        .sum("cgck_process_moves_total");
  }
}

package io.cgck.benchmark;

import io.cgck.lab.CgckDaemon;
import io.cgck.lab.CgroupLab;
import io.cgck.lab.DaemonSetup;
import io.cgck.lab.LabProcess;
import io.cgck.lab.LabShell;
import io.cgck.lab.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A host of some units and containers, and what its exporter says of them. */
final class FleetHost implements AutoCloseable {
  private static final int UNITS = 40;
  private static final int IN_CONTAINER = 5;

  private final CgckDaemon daemon;

  private FleetHost(CgckDaemon daemon) {
    this.daemon = daemon;
  }

  /** Starts the processes, a third of them in containers with namespaces of their own. */
  static FleetHost start(CgroupLab lab, int processes) {
    int containers = processes / 3 / IN_CONTAINER;
    int inUnits = processes - containers * IN_CONTAINER;
    for (int unit = 0; unit < UNITS; unit++) {
      int count = inUnits / UNITS + (unit < inUnits % UNITS ? 1 : 0);
      LabShell shell = lab.shell(lab.cgroup("system.slice/unit-%d.service".formatted(unit)));
      startAndEnd(shell, count);
    }
    for (int n = 0; n < containers; n++) {
      LabShell shell =
          lab.shell(lab.cgroup("machine.slice/libpod-%064x.scope".formatted(n + 0xabcdef0L)));
      shell.become("unshare --cgroup --mount --ipc --uts --net");
      shell.run("mount --make-rslave /");
      shell.unmountUnified();
      shell.mountUnified();
      startAndEnd(shell, IN_CONTAINER);
    }
    return new FleetHost(DaemonSetup.quick().config(config(lab, "0s")).start());
  }

  /** The sleepers stay when the shell is gone, and hold nothing of it open. */
  private static void startAndEnd(LabShell shell, int sleepers) {
    shell.run(
        "i=0; while [ $i -lt %d ]; do sleep 3600 >/dev/null 2>&1 & i=$((i + 1)); done"
            .formatted(sleepers));
    shell.process().close();
  }

  /** Only the lab's own processes, whatever else runs on the machine. */
  static String config(CgroupLab lab, String minAge) {
    return """
        scan: {interval: 500ms, cpu_budget: 100%%}
        processes:
          min_age: %s
          include: [{cgroup: "%s/**"}]
        """
        .formatted(minAge, lab.top().path());
  }

  /** Expositions of some successive scans, in the format that Prometheus prefers. */
  List<String> expositions(int count) {
    List<String> expositions = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      daemon.awaitFreshScan();
      expositions.add(scrape());
    }
    return expositions;
  }

  private String scrape() {
    return daemon
        .client()
        .get("/metrics", Map.of("Accept", "application/openmetrics-text; version=1.0.0"))
        .text();
  }

  /**
   * Series that Prometheus creates while processes come and go.
   *
   * @param minAge of the exporter's configuration
   * @param count how many processes, four in a second, that live three seconds each
   */
  static long seriesOfChurn(CgroupLab lab, String minAge, int count) {
    try (CgckDaemon churned = DaemonSetup.quick().config(config(lab, minAge)).start();
        FleetPrometheus prometheus =
            FleetPrometheus.scraping(
                "  - {job_name: cgck, scrape_interval: 1s, static_configs: [{targets: [\"127.0.0.1:%d\"]}]}\n"
                    .formatted(churned.port()))) {
      prometheus.awaitUp(1);
      long before = prometheus.settledSeriesCreated();
      LabProcess spawner =
          lab.start(
              lab.cgroup("churn.service"),
              "bash",
              "-c",
              """
              exec {silence}<> <(:)
              for _ in $(seq %d); do sleep 3 & read -r -t 0.25 -u "$silence"; done
              wait; echo done; exec sleep 3600
              """
                  .formatted(count));
      new Waiting(Duration.ofSeconds(30 + count))
          .until("the churn", () -> !spawner.hasPrintedNothing());
      long created = prometheus.settledSeriesCreated() - before;
      spawner.close();
      return created;
    }
  }

  @Override
  public void close() {
    daemon.close();
  }
}

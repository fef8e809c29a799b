package io.cgck.it;

import io.cgck.lab.CgckDaemon;
import io.cgck.lab.CgckImage;
import io.cgck.lab.Cgroup;
import io.cgck.lab.CgroupLab;
import io.cgck.lab.DaemonSetup;
import io.cgck.lab.DashboardJudge;
import io.cgck.lab.LabProcess;
import io.cgck.lab.LabShell;
import io.cgck.lab.PrometheusServer;
import io.cgck.lab.PublicImage;
import io.cgck.lab.ShippedRules;
import io.cgck.lab.Suite;
import io.cgck.lab.Tracing;
import io.cgck.lab.Waiting;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The tutorial's processes and some that violate expectations, an exporter that sees all of them,
 * one with no rights and tight limits, and a Prometheus with the shipped rules that scrapes both.
 */
final class DashboardScenario implements AutoCloseable {
  private static final String CONTAINER = "0123456789abcdef".repeat(4);
  private static final String POD = "5a0c3f8e_8a4b_4b5e_9a51_0c1d2e3f4a5b";
  private static final List<String> ORDINARY_USER =
      List.of(
          "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs", "--");

  private static final String SEES_ALL =
      """
      builtin_expectations:
        inside_cgroup_namespace: {for: 0s}
        fresh_cgroup_mount: {for: 0s}
      expectations:
        - name: bounded
          match: {unit: "cgck-*.service"}
          expect: {limits: {pids.max: 1}}
      """;

  private static final String SEES_LITTLE =
      """
      scan: {interval: 200ms, cpu_budget: 100%}
      processes: {min_age: 0s, limit: 3}
      cgroups: {limit: 1}
      """;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final CgroupLab lab;
  private final CgckDaemon daemon;
  private final CgckDaemon limited;
  private final LabProcess leaver;
  private final LabProcess outsider;

  DashboardScenario() {
    lab = opened(CgroupLab.open());
    try {
      Tracing tracing = opened(Tracing.open());
      Cgroup sub = lab.cgroup("freezer/sub");
      LabShell shell = lab.shell(sub);
      shell.become("unshare --cgroup --mount");
      // Shared with none but those that it begets: a propagation to show, whatever the machine has.
      shell.run("mount --make-shared " + lab.mountPoint());
      outsider =
          lab.start(
              lab.cgroup("freezer/sub2"),
              "nsenter",
              "--target",
              Long.toString(shell.pid()),
              "--cgroup",
              "sleep",
              "300");
      lab.start(
          lab.cgroup(
              "kubepods.slice/kubepods-pod%s.slice/cri-containerd-%s.scope"
                  .formatted(POD, CONTAINER)),
          "sleep",
          "300");
      leaver = lab.start(home(), "sleep", "300");
      daemon =
          opened(
              DaemonSetup.quick()
                  .config(DaemonSetup.QUICK + onlyOfTheLab() + eventsOf(tracing) + SEES_ALL)
                  .as(CgckImage.ofTheBuild(), tracing.prefix())
                  .start());
      PublicImage image = opened(PublicImage.copyOf(CgckImage.ofTheBuild()));
      limited =
          opened(DaemonSetup.quick().config(SEES_LITTLE).as(image.image(), ORDINARY_USER).start());
    } catch (RuntimeException | Error e) {
      try {
        close();
      } catch (AssertionError alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
  }

  /** Goes on with the mapping processes: tables are cut, and the machine may be full of others. */
  private String onlyOfTheLab() {
    return "  include: [{cgroup: \"%s/**\"}]\n".formatted(lab.top().path());
  }

  private static String eventsOf(Tracing tracing) {
    return "trace: {enabled: true, instance: %s}\n".formatted(tracing.instance());
  }

  private Cgroup home() {
    return lab.cgroup("cgck-home.service");
  }

  private Cgroup away() {
    return lab.cgroup("cgck-away.service");
  }

  private <T extends AutoCloseable> T opened(T resource) {
    open.push(resource);
    return resource;
  }

  /** A Prometheus that has seen moves and violations; it is closed with the scenario. */
  DashboardJudge judge(Suite suite) {
    PrometheusServer prometheus = opened(PrometheusServer.start(suite, prometheusConfig()));
    // A counter begins with a cgroup's first move, so rates of moves take a second one; and what is
    // left away from home at last is a violation.
    awaitMoves(
        prometheus, "instance_unit:cgck_cgroup_leaves:rate5m{unit=\"cgck-home.service\"} > 0");
    awaitMoves(
        prometheus, "instance_unit:cgck_cgroup_joins:rate5m{unit=\"cgck-home.service\"} > 0");
    leaver.moveTo(away());
    double scanned =
        daemon.awaitFreshScan().one("cgck_scan_last_timestamp_seconds", Map.of()).value();
    // Until then it shows the leaver at home, of a move before.
    awaitAnswer(
        prometheus,
        "cgck_scan_last_timestamp_seconds{instance=\"%s\"} >= %.3f"
            .formatted(address(daemon), scanned));
    double scraped = System.currentTimeMillis() / 1000.0;
    for (String query :
        List.of(
            "cgck_process_violation_info{pid=\"%d\"}".formatted(leaver.pid()),
            "cgck_process_violation_info{pid=\"%d\"}".formatted(outsider.pid()),
            "timestamp(instance_unit_expectation:cgck_process_violation_info:count{unit=\"cgck-away.service\"}) > %.3f"
                .formatted(scraped),
            "cgck_cgroup_violation_info{expectation=\"bounded\"}",
            "rate(cgck_mover_moves_total[30s]) > 0",
            "rate(cgck_trace_delay_seconds_count[30s]) > 0",
            "ALERTS{alertname=\"CgckStaleCgroupMount\",alertstate=\"firing\"}",
            "instance_expectation:cgck_expectation_violations:rate5m")) {
      awaitAnswer(prometheus, query);
    }
    return new DashboardJudge(
        prometheus,
        Map.of(
            "job", List.of("cgck"),
            "instance", List.of(address(daemon), address(limited)),
            "unit", List.of("cgck-away.service"),
            "container", List.of(CONTAINER),
            "comm", List.of("sleep"),
            "pid", List.of(Long.toString(leaver.pid())),
            "cgroup_ns", List.of(Long.toString(outsider.namespace("cgroup")))));
  }

  private static void awaitAnswer(PrometheusServer prometheus, String query) {
    Waiting.patiently()
        .until(
            () -> query + " in Prometheus, which says: " + prometheus.log(),
            () -> !prometheus.query(query).isEmpty());
  }

  private void awaitMoves(PrometheusServer prometheus, String query) {
    Waiting.patiently()
        .until(
            () -> query + " in Prometheus, which says: " + prometheus.log(),
            () -> {
              leaver.moveTo(away());
              daemon.awaitFreshScan();
              leaver.moveTo(home());
              daemon.awaitFreshScan();
              return !prometheus.query(query).isEmpty();
            });
  }

  private String prometheusConfig() {
    return """
    global: {scrape_interval: 500ms, evaluation_interval: 500ms}
    rule_files:
    %s
    scrape_configs:
      - job_name: cgck
        static_configs: [{targets: ["%s", "%s"]}]
    """
        .formatted(
            ShippedRules.ruleFiles().stream()
                .map(file -> "  - \"" + file + "\"")
                .collect(Collectors.joining("\n")),
            address(daemon),
            address(limited));
  }

  private static String address(CgckDaemon daemon) {
    return "127.0.0.1:" + daemon.port();
  }

  /** Closes all of them, also after one that cannot be. */
  @Override
  public void close() {
    List<Throwable> failures = new ArrayList<>();
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception | AssertionError e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      AssertionError failure = new AssertionError("cannot clean up", failures.removeFirst());
      failures.forEach(failure::addSuppressed);
      throw failure;
    }
  }
}

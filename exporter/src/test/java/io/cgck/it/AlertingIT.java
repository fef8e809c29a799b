package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgck.lab.Alertmanager;
import io.cgck.lab.CgckDaemon;
import io.cgck.lab.Cgroup;
import io.cgck.lab.CgroupLab;
import io.cgck.lab.ControllerCgroup;
import io.cgck.lab.DaemonSetup;
import io.cgck.lab.LabShell;
import io.cgck.lab.PrometheusServer;
import io.cgck.lab.ShippedRules;
import io.cgck.lab.Suite;
import io.cgck.lab.Waiting;
import io.cgck.lab.WebhookReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * From a process that leaves its cgroup to a message that a person gets: the daemon, a real
 * Prometheus with the shipped rules unchanged, a real Alertmanager with the shipped configuration
 * made impatient, and a webhook. Processes live in a PID namespace of the test's own, so that a PID
 * can be used again on purpose.
 */
class AlertingIT {
  private static final Path DEPLOY = Path.of("../deploy/prometheus").toAbsolutePath().normalize();

  @AutoClose private final CgroupLab lab = CgroupLab.open();

  @TempDir(cleanup = CleanupMode.ALWAYS)
  private Path directory;

  private final Cgroup home = lab.cgroup("home");
  private final Cgroup away = lab.cgroup("away");
  private final LabShell shell = lab.shell(lab.top());
  private String comm = "";

  @BeforeEach
  void enterPidNamespace() throws IOException {
    shell.become("unshare --pid --mount --fork --mount-proc");
    comm = "cgckworker" + ProcessHandle.current().pid() % 10_000;
    Files.copy(Path.of("/usr/bin/sleep"), directory.resolve(comm));
  }

  /** Starts one in the background, and gives its PID in the namespace. */
  private long worker(Cgroup cgroup) {
    return Long.parseLong(
        shell.run(
            "sh -c 'echo $$ >%s/cgroup.procs; exec %s 300' >/dev/null 2>&1 & echo $!"
                .formatted(cgroup.directory(), directory.resolve(comm))));
  }

  private void move(long pid, Cgroup to) {
    shell.run("echo %d >%s/cgroup.procs".formatted(pid, to.directory()));
  }

  private void end(long pid) {
    shell.run("kill %d; wait %d || true".formatted(pid, pid));
  }

  private String rules() {
    return DaemonSetup.QUICK
        + """
          expectations:
            - name: workers
              match: {comm: %s}
              expect: {cgroup: first-seen}
              severity: critical
              labels: {team: web}
          """
            .formatted(comm);
  }

  private static String prometheus(CgckDaemon daemon, Alertmanager alertmanager) {
    return """
        global: {scrape_interval: 500ms, evaluation_interval: 500ms}
        rule_files:
        %s
        alerting:
          alertmanagers:
            - static_configs: [{targets: ["%s"]}]
        scrape_configs:
          - job_name: cgck
            static_configs: [{targets: ["127.0.0.1:%d"]}]
        """
        .formatted(
            ShippedRules.ruleFiles().stream()
                .map(file -> "  - \"" + file + "\"")
                .collect(Collectors.joining("\n")),
            alertmanager.address(),
            daemon.port());
  }

  /** The shipped one, but at once and to the test's webhook. */
  private static String alertmanager(WebhookReceiver receiver) throws IOException {
    String config = Files.readString(DEPLOY.resolve("alertmanager.yml"));
    for (String[] change :
        new String[][] {
          {"- cgck.tmpl", "- " + DEPLOY.resolve("cgck.tmpl")},
          {"group_wait: 30s", "group_wait: 0s"},
          {"group_interval: 5m", "group_interval: 1s"},
          {"http://localhost:8080/alerts", receiver.url()}
        }) {
      assertThat(config).contains(change[0]);
      config = config.replace(change[0], change[1]);
    }
    return config;
  }

  @ParameterizedTest
  @CsvSource({"MACHINE, MACHINE", "TRIXIE, MACHINE", "SID, SID"})
  void aPersonIsToldOfWhoLeftAndOfNobodyElse(Suite prometheusOf, Suite alertmanagerOf)
      throws IOException {
    long leaver = worker(home);
    long ending = worker(home);
    long reused = worker(home);
    try (CgckDaemon daemon =
            DaemonSetup.quick()
                .config(rules())
                .flag("--path.procfs=/proc/" + shell.pid() + "/root/proc")
                .start();
        WebhookReceiver receiver = WebhookReceiver.start();
        Alertmanager alertmanager = Alertmanager.start(alertmanagerOf, alertmanager(receiver));
        PrometheusServer prometheus =
            PrometheusServer.start(prometheusOf, prometheus(daemon, alertmanager))) {
      sees(prometheus, "count(cgck_process_expected{expectation=\"workers\"} == 1) == 3");

      // Neither an exit is a violation, nor another process that gets the PID, elsewhere.
      end(ending);
      end(reused);
      shell.run("echo " + (reused - 1) + " >/proc/sys/kernel/ns_last_pid");
      assertThat(worker(away)).as("the PID is used again").isEqualTo(reused);
      sees(
          prometheus, "cgck_process_info{pid=\"%d\",cgroup=\"%s\"}".formatted(reused, away.path()));
      sees(prometheus, "count(cgck_process_expected{expectation=\"workers\"} == 1) == 2");

      move(leaver, away);
      JsonNode alert =
          receiver.await("the alert", each -> each.path("status").asText().equals("firing"));
      assertThat(labels(alert))
          .isEqualTo(
              """
              actual=%2$s
              alertname=CgckExpectationViolated
              cgroup=%2$s
              comm=%3$s
              expectation=workers
              expected=%1$s
              instance=127.0.0.1:%5$d
              job=cgck
              pid=%4$d
              severity=critical
              team=web"""
                  .formatted(home.path(), away.path(), comm, leaver, daemon.port()));
      assertThat(alert.path("annotations").path("summary").asText())
          .isEqualTo(
              "`%s` (PID %d) on 127.0.0.1:%d breaks the expectation workers: expected `%s`, found `%s`"
                  .formatted(comm, leaver, daemon.port(), home.path(), away.path()));
      assertThat(alert.path("annotations").path("runbook_url").asText())
          .endsWith("RUNBOOK.md#cgckexpectationviolated");

      move(leaver, home);
      JsonNode resolved =
          receiver.await(
              "that it is resolved", each -> each.path("status").asText().equals("resolved"));
      assertThat(labels(resolved)).isEqualTo(labels(alert));

      // What would have been about the others came from the same or an earlier evaluation.
      assertThat(receiver.alerts())
          .allSatisfy(each -> assertThat(labels(each)).isEqualTo(labels(alert)));
    }
  }

  /** A limit that is taken away from a cgroup whose processes stay where they belong. */
  @ParameterizedTest
  @CsvSource("MACHINE, MACHINE")
  void aPersonIsToldOfALimitThatWasReset(Suite prometheusOf, Suite alertmanagerOf)
      throws IOException {
    try (ControllerCgroup memory = ControllerCgroup.make("memory")) {
      memory.write("memory.limit_in_bytes", "64M");
      memory.add(lab.start(home, "sleep", "300").pid());
      String rules =
          DaemonSetup.QUICK
              + """
                expectations:
                  - name: bounded
                    match: {cgroup: %s}
                    expect: {limits: {memory.max: "<= 64MiB"}}
                    severity: critical
                    labels: {team: web}
                """
                  .formatted(memory.path());
      try (CgckDaemon daemon = DaemonSetup.quick().config(rules).start();
          WebhookReceiver receiver = WebhookReceiver.start();
          Alertmanager alertmanager = Alertmanager.start(alertmanagerOf, alertmanager(receiver));
          PrometheusServer prometheus =
              PrometheusServer.start(prometheusOf, prometheus(daemon, alertmanager))) {
        sees(prometheus, "cgck_cgroup_expected{expectation=\"bounded\"} == 1");

        memory.write("memory.limit_in_bytes", "-1");
        JsonNode alert =
            receiver.await(
                "the alert",
                each ->
                    each.path("status").asText().equals("firing")
                        && each.path("labels")
                            .path("alertname")
                            .asText()
                            .equals("CgckLimitViolated"));
        assertThat(labels(alert))
            .isEqualTo(
                """
                actual=memory.max max
                alertname=CgckLimitViolated
                binding=%1$s
                cgroup=%1$s
                expectation=bounded
                expected=memory.max <= 64MiB
                instance=127.0.0.1:%2$d
                job=cgck
                severity=critical
                team=web"""
                    .formatted(memory.path(), daemon.port()));

        memory.write("memory.limit_in_bytes", "64M");
        receiver.await(
            "that it is resolved",
            each ->
                each.path("status").asText().equals("resolved")
                    && each.path("labels").path("alertname").asText().equals("CgckLimitViolated"));
      }
    }
  }

  private static void sees(PrometheusServer prometheus, String query) {
    Waiting.patiently()
        .until(
            () -> query + " in Prometheus, which says: " + prometheus.log(),
            () -> !prometheus.query(query).isEmpty());
  }

  private static String labels(JsonNode alert) {
    return alert.path("labels").properties().stream()
        .map(label -> label.getKey() + "=" + label.getValue().asText())
        .sorted()
        .collect(Collectors.joining("\n"));
  }
}

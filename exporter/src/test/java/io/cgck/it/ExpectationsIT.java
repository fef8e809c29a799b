package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.CgckCommand;
import io.cgck.lab.CgckDaemon;
import io.cgck.lab.Cgroup;
import io.cgck.lab.CgroupLab;
import io.cgck.lab.Command;
import io.cgck.lab.DaemonSetup;
import io.cgck.lab.LabProcess;
import io.cgck.lab.LabShell;
import io.cgck.lab.Samples;
import io.cgck.lab.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that leave the place where they belong, and come back. */
class ExpectationsIT {
  @AutoClose private final CgroupLab lab = CgroupLab.open();
  @TempDir private Path directory;
  private final Cgroup home = lab.cgroup("home");
  private final Cgroup away = lab.cgroup("away");
  private Path worker = Path.of("");

  /** A command name that no other process of the machine has. */
  @BeforeEach
  void makeWorker() throws IOException {
    worker = directory.resolve("cgckworker" + ProcessHandle.current().pid() % 10_000);
    Files.createSymbolicLink(worker, Path.of("/usr/bin/sleep"));
  }

  private String comm() {
    return worker.getFileName().toString();
  }

  private LabProcess worker(Cgroup cgroup) {
    return lab.start(cgroup, worker.toString(), "300");
  }

  private static CgckDaemon daemon(String more) {
    return DaemonSetup.quick().config(DaemonSetup.QUICK + more).start();
  }

  private String rule(String expect) {
    return """
        expectations:
          - name: workers
            match: {comm: "%s"}
            expect: %s
            severity: critical
            labels: {team: web}
        """
        .formatted(comm(), expect);
  }

  @Test
  void withinAScanTheMetricsAndTheLogNameWhoWhereAndWhatWasExpected() {
    LabProcess leaver = worker(home);
    LabProcess stayer = worker(home);
    try (CgckDaemon daemon = daemon(rule("{cgroup: " + home.path() + "/**}"))) {
      Samples before = daemon.awaitFreshScan();
      assertThat(expected(before, "workers", leaver)).hasValue(1);
      assertThat(expected(before, "workers", stayer)).hasValue(1);
      assertThat(count(before, "workers", "met")).hasValue(2);

      leaver.moveTo(away);
      Samples left =
          daemon.await(
              "the violation",
              samples -> assertThat(expected(samples, "workers", leaver)).hasValue(0));
      assertThat(expected(left, "workers", stayer)).hasValue(1);
      assertThat(count(left, "workers", "violated")).hasValue(1);
      assertThat(
              left.one(
                      "cgck_process_violation_info",
                      Map.of("expectation", "workers", "pid", pid(leaver)))
                  .labels())
          .containsEntry("comm", comm())
          .containsEntry("expected", home.path() + "/**")
          .containsEntry("actual", away.path())
          .containsEntry("severity", "critical")
          .containsEntry("team", "web");
      assertThat(left.one("cgck_process_info", Map.of("pid", pid(leaver))).label("cgroup"))
          .isEqualTo(away.path());
      assertThat(left.value("cgck_cgroup_leaves_total", Map.of("cgroup", home.path()))).hasValue(1);
      assertThat(left.value("cgck_cgroup_joins_total", Map.of("cgroup", away.path()))).hasValue(1);
      // What metrics show is logged next.
      Waiting.patiently()
          .until(
              "the move and the violation are logged",
              () ->
                  daemon.log().contains("process moved")
                      && daemon.log().contains("expectation violated"));
      assertThat(daemon.log().lines())
          .anyMatch(
              line ->
                  line.contains(
                      "level=info component=expect msg=\"process moved\" pid=%s comm=%s uid=0"
                          .formatted(pid(leaver), comm())))
          .anyMatch(
              line ->
                  line.contains("level=warn component=expect msg=\"expectation violated\"")
                      && line.endsWith(
                          "pid=%s comm=%s cgroup=%s expected=%s/** actual=%s"
                              .formatted(
                                  pid(leaver), comm(), away.path(), home.path(), away.path())));

      leaver.moveTo(home);
      Samples back =
          daemon.await(
              "the return",
              samples -> assertThat(expected(samples, "workers", leaver)).hasValue(1));
      assertThat(back.with("cgck_process_violation_info", Map.of("expectation", "workers")))
          .isEmpty();
      assertThat(violations(back, "workers")).hasValue(1);
    }
  }

  /** The name of the new program is the old one's: what tells is that its stack is another. */
  @Test
  void afterAnExecAProcessIsMatchedAgainAtTheNextScan() {
    String config =
        """
        expectations:
          - name: renewed
            match: {cmdline: "sh -c * cgck-renewed"}
            expect: {cgroup: %s}
        """
            .formatted(home.path());
    try (CgckDaemon daemon = daemon(config)) {
      LabProcess renewed =
          lab.start(away, "sh", "-c", "read name; exec sh -c 'read line' \"$name\"");
      assertThat(expected(daemon.awaitFreshScan(), "renewed", renewed)).isEmpty();
      renewed.writeLine("cgck-renewed");
      // Not later than with the scan after the next one: every twelfth reads everything anyway.
      Samples samples =
          daemon.awaitScanAfter(() -> assertThat(renewed.arguments()).contains("cgck-renewed"));
      assertThat(expected(samples, "renewed", renewed)).hasValue(0);
    }
  }

  @Test
  void aPidUsedAgainIsAnotherProcess() {
    // In a PID namespace of its own, where nobody else takes the next PID.
    LabShell shell = lab.shell(home);
    shell.become("unshare --pid --mount --fork --mount-proc");
    String start = "echo $$ >%s/cgroup.procs; exec " + worker + " 300";
    long first = inNamespace(shell, start.formatted(home.directory()));
    CgckDaemon setUp =
        DaemonSetup.quick()
            .config(DaemonSetup.QUICK + rule("{cgroup: first-seen}"))
            .flag("--path.procfs=/proc/" + shell.pid() + "/root/proc")
            .start();
    try (CgckDaemon daemon = setUp) {
      Map<String, String> labels = Map.of("expectation", "workers", "pid", Long.toString(first));
      daemon.await(
          "the first",
          samples -> assertThat(samples.value("cgck_process_expected", labels)).hasValue(1));
      // What the shell starts from now on is in that cgroup from its birth.
      shell.run("echo $$ >" + away.directory() + "/cgroup.procs");
      double moves = daemon.awaitFreshScan().sum("cgck_process_moves_total");

      shell.run("kill " + first + "; wait " + first + " || true");
      shell.run("echo " + (first - 1) + " >/proc/sys/kernel/ns_last_pid");
      long second = inNamespace(shell, "exec " + worker + " 300");
      assertThat(second).as("the PID is used again").isEqualTo(first);

      Samples samples = daemon.awaitFreshScan();
      assertThat(
              samples.one("cgck_process_info", Map.of("pid", Long.toString(first))).label("cgroup"))
          .isEqualTo(away.path());
      assertThat(samples.value("cgck_process_expected", labels)).hasValue(1);
      assertThat(violations(samples, "workers")).hasValue(0);
      assertThat(samples.sum("cgck_process_moves_total")).isEqualTo(moves);
    }
  }

  /** Starts it in the background of the shell, and gives its PID in the shell's namespace. */
  private static long inNamespace(LabShell shell, String script) {
    return Long.parseLong(shell.run("sh -c '" + script + "' >/dev/null 2>&1 & echo $!"));
  }

  @Test
  void builtInExpectationsNeedNoConfiguration() {
    // A path of the shape that systemd gives to services is one, whoever made it.
    Cgroup service = lab.cgroup("web.service");
    LabProcess slipped = worker(service);
    LabShell shell = lab.shell(home);
    shell.become("unshare --cgroup --mount");
    String atOnce =
        """
        builtin_expectations:
          inside_cgroup_namespace: {for: 0s}
          fresh_cgroup_mount: {for: 0s}
        """;
    try (CgckDaemon daemon = daemon(atOnce)) {
      daemon.awaitFreshScan();
      slipped.moveTo(lab.top());
      shell.process().moveTo(away);
      daemon.await(
          "all three",
          samples -> {
            assertViolates(
                samples, "stays_in_unit", slipped, service.path() + "/**", lab.top().path());
            assertViolates(
                samples,
                "inside_cgroup_namespace",
                shell.process(),
                home.path() + "/**",
                away.path());
            assertViolates(
                samples,
                "fresh_cgroup_mount",
                shell.process(),
                "a cgroup mount with its root in " + home.path(),
                "mount root /");
          });
    }
  }

  private static void assertViolates(
      Samples samples, String expectation, LabProcess process, String expected, String actual) {
    assertThat(
            samples.with(
                "cgck_process_violation_info",
                Map.of("expectation", expectation, "pid", pid(process))))
        .singleElement()
        .satisfies(
            info -> {
              assertThat(info.label("expected")).isEqualTo(expected);
              assertThat(info.label("actual")).isEqualTo(actual);
            });
  }

  @Test
  void badRulesLeaveTheOldOnesInForce() {
    LabProcess process = worker(home);
    try (CgckDaemon daemon = daemon(rule("{cgroup: " + home.path() + "}"))) {
      daemon.replaceConfig(DaemonSetup.QUICK + rule("{cgroup: " + away.path() + "**}"));
      daemon.hangUp();
      Samples failed =
          daemon.await(
              "failed reload",
              samples ->
                  assertThat(samples.value("cgck_config_last_reload_successful", Map.of()))
                      .hasValue(0));
      assertThat(daemon.log())
          .contains("cgck.yml:9:22: '**' must be a whole segment, as in '/a/**'; write '*' here");
      assertThat(expected(failed, "workers", process)).hasValue(1);
      process.moveTo(away);
      daemon.await(
          "the old rule still judges",
          samples -> assertThat(expected(samples, "workers", process)).hasValue(0));

      daemon.replaceConfig(DaemonSetup.QUICK + rule("{cgroup: " + away.path() + "}"));
      daemon.hangUp();
      Samples reloaded =
          daemon.await(
              "the new rule",
              samples -> assertThat(expected(samples, "workers", process)).hasValue(1));
      assertThat(reloaded.value("cgck_config_last_reload_successful", Map.of())).hasValue(1);
    }
  }

  @Test
  void checkConfigTellsWhatRulesComeToHereAndNow() throws Exception {
    LabProcess good = worker(home);
    LabProcess bad = worker(away);
    Path config =
        Files.writeString(
            directory.resolve("cgck.yml"),
            rule("{cgroup: " + home.path() + "}")
                + """
                  - name: nobody
                    match: {comm: no-such-process}
                    expect: {cgroup: /}
                  - name: every
                    match: {comm: "%s*"}
                    expect: {cgroup: first-seen}
                """
                    .formatted(comm()));
    Command.Outcome outcome =
        CgckCommand.ofTheBuild().run("check-config", "--against-live", "--wide", config.toString());

    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    assertThat(outcome.stdout())
        .startsWith(config + ": valid\n")
        .contains("\n  overlap: all processes that workers means, every means too\n")
        .containsPattern("\nworkers +2 +1 +0 +1 +0\n")
        .containsPattern("\nnobody +0 +0 +0 +0 +0\n")
        .containsPattern("\nevery +2 +2 +0 +0 +0\n")
        .containsPattern(
            "\n *%d  %s +violated +%s +%s\n".formatted(bad.pid(), comm(), away.path(), home.path()))
        .containsPattern("\n *%d  %s +met +%s\n".formatted(good.pid(), comm(), home.path()))
        .contains("\nnobody means no process that is here now (one that has left")
        .contains("\noverlap: workers and every both mean 2 of the processes here\n");
  }

  private static String pid(LabProcess process) {
    return Long.toString(process.pid());
  }

  private static OptionalDouble expected(Samples samples, String rule, LabProcess process) {
    return samples.value("cgck_process_expected", Map.of("expectation", rule, "pid", pid(process)));
  }

  private static OptionalDouble count(Samples samples, String rule, String state) {
    return samples.value("cgck_expectation_processes", Map.of("expectation", rule, "state", state));
  }

  private static OptionalDouble violations(Samples samples, String rule) {
    return samples.value("cgck_expectation_violations_total", Map.of("expectation", rule));
  }
}

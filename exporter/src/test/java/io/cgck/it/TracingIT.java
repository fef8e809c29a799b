package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cgck.lab.CgckDaemon;
import io.cgck.lab.CgckImage;
import io.cgck.lab.Cgroup;
import io.cgck.lab.CgroupLab;
import io.cgck.lab.Command;
import io.cgck.lab.DaemonSetup;
import io.cgck.lab.LabProcess;
import io.cgck.lab.LabShell;
import io.cgck.lab.Samples;
import io.cgck.lab.Shuttle;
import io.cgck.lab.Tracing;
import io.cgck.lab.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the kernel's events add: moves between two scans, and who made them. */
class TracingIT {
  /** So slow that no scan comes in between. */
  private static final String SLOW =
      """
      scan:
        interval: 1h
        cpu_budget: 100%%
      processes:
        min_age: 0s
      trace:
        enabled: true
        instance: %s
      expectations:
        - name: at-home
          match: {cgroup: "/**/home", comm: sleep}
          expect: {cgroup: first-seen}
      """;

  private static final int ENDED_MOVERS = 20;
  private static final int STORM = 100_000;
  private static final int STORM_PER_SECOND = 10_000;

  @AutoClose private final Tracing tracing = Tracing.open();
  @AutoClose private final CgroupLab lab = CgroupLab.open();
  private final Cgroup home = lab.cgroup("home");
  private final Cgroup away = lab.cgroup("away");
  private final String instance = tracing.instance();

  private DaemonSetup setup() {
    return setup(SLOW.formatted(instance));
  }

  private DaemonSetup setup(String config) {
    return new DaemonSetup(CgckImage.ofTheBuild(), tracing.prefix(), config, List.of());
  }

  private static CgckDaemon startTracing(DaemonSetup setup) {
    CgckDaemon daemon = setup.start();
    try {
      // Without an event there is no news of it before the next scan.
      Waiting.patiently()
          .until(
              () -> "events are read: " + daemon.log(),
              () -> daemon.log().contains("moves are reported by the kernel"));
      return daemon;
    } catch (AssertionError e) {
      daemon.close();
      throw e;
    }
  }

  /** Waits until so many moves into these two were counted; others' moves are not for this test. */
  private Samples awaitJoins(CgckDaemon daemon, double intoHome, double intoAway) {
    Samples[] last = {daemon.samples()};
    Waiting.patiently()
        .until(
            () ->
                "%s and %s joins:%n%s%n%s"
                    .formatted(intoHome, intoAway, last[0].textOf("cgck_"), daemon.log()),
            () -> {
              last[0] = daemon.samples();
              return count(last[0], "cgck_cgroup_joins_total", home) == intoHome
                  && count(last[0], "cgck_cgroup_joins_total", away) == intoAway;
            });
    return last[0];
  }

  private static double violations(Samples samples) {
    return samples
        .one("cgck_expectation_violations_total", Map.of("expectation", "at-home"))
        .value();
  }

  private static double movesBy(Samples samples, String comm) {
    return samples.with("cgck_mover_moves_total", Map.of("comm", comm)).stream()
        .mapToDouble(sample -> sample.value())
        .sum();
  }

  private static double count(Samples samples, String name, Cgroup cgroup) {
    return samples.value(name, Map.of("cgroup", cgroup.path())).orElse(0);
  }

  private static double moves(Samples samples, String source) {
    return samples.one("cgck_process_moves_total", Map.of("source", source)).value();
  }

  @Test
  void aTripBetweenScansIsCountedJudgedAndLoggedWithWhoMadeIt() {
    LabProcess traveller = lab.start(home, "sleep", "300");
    LabShell mover = lab.shell(lab.cgroup("mover"));

    try (CgckDaemon daemon = startTracing(setup())) {
      mover.run(
          "echo %1$d >%2$s/cgroup.procs; sleep 0.05; echo %1$d >%3$s/cgroup.procs"
              .formatted(traveller.pid(), away.directory(), home.directory()));
      Samples samples = awaitJoins(daemon, 1, 1);

      assertThat(violations(samples)).isEqualTo(1);
      assertThat(moves(samples, "trace")).isGreaterThanOrEqualTo(2);
      for (Cgroup each : List.of(home, away)) {
        assertThat(count(samples, "cgck_cgroup_leaves_total", each)).isEqualTo(1);
        assertThat(count(samples, "cgck_cgroup_joins_total", each)).isEqualTo(1);
      }
      assertThat(
              samples
                  .one(
                      "cgck_expectation_processes",
                      Map.of("expectation", "at-home", "state", "met"))
                  .value())
          .as("it is back")
          .isEqualTo(1);
      assertThat(movesBy(samples, "sh")).isGreaterThanOrEqualTo(2);
      assertThat(samples.one("cgck_trace_delay_seconds_count", Map.of()).value())
          .isGreaterThanOrEqualTo(2);
      assertThat(
              daemon
                  .log()
                  .lines()
                  .filter(line -> line.contains("msg=\"process moved\""))
                  .filter(line -> line.contains(home.path() + " ")))
          .satisfiesExactly(
              left ->
                  assertThat(left)
                      .contains(
                          " pid=%d comm=sleep ".formatted(traveller.pid()),
                          " from=%s to=%s source=trace ".formatted(home.path(), away.path()),
                          " mover_pid=%d mover_comm=sh ".formatted(mover.pid()))
                      .doesNotContain("away="),
              back ->
                  assertThat(back)
                      .contains(" from=%s to=%s ".formatted(away.path(), home.path()))
                      .contains(" mover_pid=%d mover_comm=sh ".formatted(mover.pid()))
                      .containsPattern(" away=\\d+ms"));
      assertThat(daemon.log())
          .containsSubsequence("msg=\"expectation violated\"", "msg=\"expectation no longer");
    }
    assertThat(tracing.instances()).as("after its end").isEmpty();
  }

  @Test
  void aMoveThatScanAndEventSawCountsOnce() {
    LabProcess traveller = lab.start(home, "sleep", "300");
    String quick = SLOW.formatted(instance).replace("1h", "100ms");

    try (CgckDaemon daemon = startTracing(setup(quick))) {
      new Shuttle(traveller, home, away).ride(40, 25);
      daemon.awaitFreshScan();
      Samples samples = daemon.awaitFreshScan();
      assertThat(count(samples, "cgck_cgroup_leaves_total", home)).isEqualTo(20);
      assertThat(count(samples, "cgck_cgroup_joins_total", home)).isEqualTo(20);
    }
  }

  @Test
  void everyMoveOfAStormIsCountedAndNoneIsLost() {
    LabProcess traveller = lab.start(home, "sleep", "300");

    try (CgckDaemon daemon = startTracing(setup())) {
      Shuttle.Ride ride = new Shuttle(traveller, home, away).ride(STORM, STORM_PER_SECOND);
      Samples samples = awaitJoins(daemon, STORM / 2.0, STORM / 2.0);

      assertThat(moves(samples, "trace")).isGreaterThanOrEqualTo(STORM);
      for (Cgroup each : List.of(home, away)) {
        assertThat(count(samples, "cgck_cgroup_leaves_total", each)).isEqualTo(STORM / 2.0);
        assertThat(count(samples, "cgck_cgroup_joins_total", each)).isEqualTo(STORM / 2.0);
      }
      assertThat(samples.sum("cgck_trace_events_total")).isGreaterThanOrEqualTo(STORM);
      assertThat(samples.sum("cgck_trace_events_lost_total")).isZero();
      assertThat(samples.sum("cgck_trace_events_merged_total")).isPositive();
      // All were counted; whether they came so fast is up to the machine.
      assumeTrue(
          ride.perSecond() > 0.8 * STORM_PER_SECOND,
          () -> "this machine made only %.0f moves a second".formatted(ride.perSecond()));
    }
  }

  @Test
  void withATooSmallBufferLossIsCountedAndAScanFollows() {
    LabProcess traveller = lab.start(home, "sleep", "300");
    String small = SLOW.formatted(instance).replace("trace:\n", "trace:\n  buffer_size: 8KiB\n");

    try (CgckDaemon daemon = startTracing(setup(small))) {
      double scans = daemon.samples().one("cgck_scan_duration_seconds_count", Map.of()).value();
      // While it stands still nobody reads the buffer.
      signal(daemon, "STOP");
      new Shuttle(traveller, home, away).ride(2_000, 100_000);
      traveller.moveTo(away);
      signal(daemon, "CONT");
      Waiting.patiently()
          .until(
              () -> "loss and a scan:\n" + daemon.samples().textOf("cgck_"),
              () -> {
                Samples samples = daemon.samples();
                return samples.sum("cgck_trace_events_lost_total") > 0
                    && samples.one("cgck_scan_duration_seconds_count", Map.of()).value() > scans;
              });

      Samples samples = daemon.samples();
      assertThat(
              samples.sum("cgck_trace_events_lost_total") + samples.sum("cgck_trace_events_total"))
          .isGreaterThanOrEqualTo(2_001);
      assertThat(
              samples
                  .one("cgck_process_info", Map.of("pid", Long.toString(traveller.pid())))
                  .label("cgroup"))
          .isEqualTo(away.path());
    }
  }

  private static void signal(CgckDaemon daemon, String signal) {
    Command.signal(daemon.pid(), signal);
  }

  /**
   * Most of them: when one has ended before it can be looked at, its name is what the kernel noted
   * of it, which it does if it can do so without waiting. Whom it did not note has no name, nor has
   * who made a move that a look noticed before its event was read, as on a machine that is too
   * busy; nobody has the name of another program.
   */
  @Test
  void namesMoversThatHaveEnded() {
    LabProcess traveller = lab.start(home, "sleep", "300");

    try (CgckDaemon daemon = startTracing(setup())) {
      for (int trip = 0; trip < ENDED_MOVERS / 2; trip++) {
        moveByTee(traveller, away);
        moveByTee(traveller, home);
      }
      awaitJoins(daemon, ENDED_MOVERS / 2.0, ENDED_MOVERS / 2.0);

      mostAreNamed(daemon, traveller);
    }
  }

  /** Then nobody is there to be looked at: only the kernel knows the names. */
  @Test
  void namesMoversThatEndedWhileNobodyRead() {
    LabProcess traveller = lab.start(home, "sleep", "300");

    try (CgckDaemon daemon = startTracing(setup())) {
      for (int trip = 0; trip < ENDED_MOVERS / 2; trip++) {
        signal(daemon, "STOP");
        try {
          moveByTee(traveller, away);
          moveByTee(traveller, home);
        } finally {
          signal(daemon, "CONT");
        }
        awaitJoins(daemon, trip + 1.0, trip + 1.0);
      }

      mostAreNamed(daemon, traveller);
    }
  }

  private static void moveByTee(LabProcess traveller, Cgroup to) {
    Command.Outcome outcome =
        Command.of(
                new ProcessBuilder(
                    "sh",
                    "-c",
                    "echo $1 | tee $2",
                    "sh",
                    Long.toString(traveller.pid()),
                    to.directory().resolve("cgroup.procs").toString()))
            .run("");
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
  }

  private static void mostAreNamed(CgckDaemon daemon, LabProcess traveller) {
    List<String> movers =
        daemon
            .log()
            .lines()
            .filter(line -> line.contains(" pid=%d ".formatted(traveller.pid())))
            .filter(line -> line.contains("msg=\"process moved\""))
            .map(line -> line.replaceAll(".* (?:mover_comm=(\\S*) |source=scan).*", "$1"))
            .toList();
    assertThat(movers)
        .as(daemon.samples().textOf("cgck_mover_moves_total"))
        .hasSize(ENDED_MOVERS)
        .allMatch(name -> name.equals("tee") || name.equals("\"\"") || name.isEmpty());
    assertThat(movers.stream().filter("tee"::equals).count())
        .as(movers.toString())
        .isGreaterThanOrEqualTo(ENDED_MOVERS / 2);
  }

  @Test
  void namesTheProcessOfAThread() {
    LabProcess traveller = lab.start(home, "sleep", "300");

    try (CgckDaemon daemon = startTracing(setup())) {
      CountDownLatch seen = new CountDownLatch(1);
      Thread thread =
          Thread.ofPlatform()
              .name("a thread")
              .start(
                  () -> {
                    traveller.moveTo(away);
                    awaitQuietly(seen);
                  });
      try {
        awaitJoins(daemon, 0, 1);
      } finally {
        seen.countDown();
      }
      Waiting.patiently().until("the thread has ended", () -> !thread.isAlive());

      assertThat(daemon.log())
          .contains(" mover_pid=%d mover_comm=java ".formatted(ProcessHandle.current().pid()));
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aMoveOfASingleThreadIsNoMoveOfItsProcess() {
    Cgroup threaded = lab.cgroup("threaded");
    Cgroup below = lab.cgroup("threaded/below");
    LabProcess python =
        lab.start(
            threaded,
            "/usr/bin/python3",
            "-c",
            """
            import threading
            thread = threading.Thread(target=lambda: threading.Event().wait())
            thread.start()
            print(thread.native_id, flush=True)
            """);
    String thread = python.readLine();

    try (CgckDaemon daemon = startTracing(setup())) {
      Command.Outcome outcome =
          Command.of(
                  new ProcessBuilder(
                      "sh",
                      "-ec",
                      "echo threaded >$1/cgroup.type; echo $2 >$1/cgroup.threads",
                      "sh",
                      below.directory().toString(),
                      thread))
              .run("");
      assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
      LabProcess other = lab.start(home, "sleep", "300");
      other.moveTo(away);
      Samples samples = awaitJoins(daemon, 1, 1);
      assertThat(samples.sum("cgck_trace_thread_moves_total")).isGreaterThanOrEqualTo(1);

      assertThat(count(samples, "cgck_cgroup_leaves_total", threaded)).isZero();
      assertThat(count(samples, "cgck_cgroup_joins_total", below)).isZero();
    } finally {
      // The list of processes of such a cgroup cannot be read.
      python.close();
      lab.remove(below);
    }
  }

  /** As systemd starts services since version 254. */
  @Test
  void aProcessThatBeginsElsewhereIsReportedAsThatAndNotAsMoved() {
    DaemonSetup setup =
        setup(SLOW.formatted(instance).replace("1h", "100ms")).flag("--log.level=debug");
    try (CgckDaemon daemon = startTracing(setup)) {
      LabProcess parent =
          lab.start(
              home,
              "/usr/bin/python3",
              "-c",
              """
              import ctypes, os, signal, struct, sys
              sys.stdin.readline()
              fd = os.open(sys.argv[1], os.O_RDONLY | os.O_DIRECTORY)
              # struct clone_args: flags (CLONE_INTO_CGROUP), exit_signal, cgroup
              args = ctypes.create_string_buffer(88)
              struct.pack_into('<Q', args, 0, 0x200000000)
              struct.pack_into('<Q', args, 32, signal.SIGCHLD)
              struct.pack_into('<Q', args, 80, fd)
              pid = ctypes.CDLL(None, use_errno=True).syscall(435, args, 88)
              if pid > 0:
                  print(pid, flush=True)
              signal.pause()
              """,
              away.directory().toString());
      daemon.awaitFreshScan();
      parent.writeLine("go");
      String child = parent.readLine();
      Samples samples = daemon.awaitFreshScan();

      assertThat(daemon.log().lines().filter(line -> line.contains("process began in another")))
          .singleElement()
          .satisfies(
              line ->
                  assertThat(line)
                      .contains(
                          " pid=%s ".formatted(child),
                          " cgroup=%s ".formatted(away.path()),
                          " parent_pid=%d ".formatted(parent.pid()),
                          " parent_cgroup=%s".formatted(home.path())));
      assertThat(count(samples, "cgck_cgroup_joins_total", away)).isZero();
    }
  }

  @Test
  void hostileNamesPassForNothingElse() {
    Cgroup odd = lab.cgroup("x pid=1 comm=systemd] \"quoted\" - [000]");
    LabProcess traveller = lab.start(home, "sleep", "300");

    try (CgckDaemon daemon = startTracing(setup())) {
      Command.Outcome outcome =
          Command.of(
                  new ProcessBuilder(
                      "/usr/bin/python3",
                      "-c",
                      """
                      import sys
                      open('/proc/self/comm', 'w').write('a-1 [0] b: c\\n')
                      open(sys.argv[2] + '/cgroup.procs', 'w').write(sys.argv[1])
                      """,
                      Long.toString(traveller.pid()),
                      odd.directory().toString()))
              .run("");
      assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
      Waiting.patiently()
          .until(
              () -> "the move:\n" + daemon.log(),
              () -> count(daemon.samples(), "cgck_cgroup_joins_total", odd) == 1);
      Samples samples = daemon.samples();

      assertThat(samples.named("cgck_mover_moves_total"))
          .extracting(sample -> sample.label("comm"))
          .anyMatch(comm -> comm.startsWith("a-1 [0] b: c"));
      assertThat(samples.sum("cgck_trace_events_malformed_total")).isZero();
    }
  }

  @Test
  void takesOverWhatAKilledOneLeft() throws Exception {
    LabProcess traveller = lab.start(home, "sleep", "300");
    try (CgckDaemon killed = startTracing(setup())) {
      traveller.moveTo(away);
      awaitJoins(killed, 0, 1);
      signal(killed, "KILL");
    }
    assertThat(tracing.instances()).containsExactly(instance);

    try (CgckDaemon next = startTracing(setup())) {
      traveller.moveTo(home);
      Samples samples = awaitJoins(next, 1, 0);

      assertThat(count(samples, "cgck_cgroup_leaves_total", away)).isEqualTo(1);
      assertThat(count(samples, "cgck_cgroup_leaves_total", home)).isZero();
      assertThat(tracing.instances()).containsExactly(instance);
    }
    assertThat(tracing.instances()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not_mounted | true",
        "event_missing | mount -t tmpfs tmpfs /sys/kernel/tracing; mkdir -p"
            + " /sys/kernel/tracing/instances /sys/kernel/tracing/events",
        "read_only | mount -t tracefs tracefs /sys/kernel/tracing; mount -o bind,remount,ro"
            + " /sys/kernel/tracing",
      })
  void whereThereAreNoneItSaysWhyAndScans(String reason, String mounts) {
    LabProcess traveller = lab.start(home, "sleep", "300");
    DaemonSetup setup =
        new DaemonSetup(
            CgckImage.ofTheBuild(),
            tracing.prefix(mounts),
            SLOW.formatted(instance).replace("1h", "100ms"),
            List.of());

    try (CgckDaemon daemon = setup.start()) {
      saysWhyOnce(daemon, reason);
      traveller.moveTo(away);
      Samples samples = awaitJoins(daemon, 0, 1);
      assertThat(moves(samples, "scan")).isGreaterThanOrEqualTo(1);
      assertThat(daemon.terminate()).isEqualTo(143);
    }
  }

  private static void saysWhyOnce(CgckDaemon daemon, String reason) {
    daemon.await(
        reason,
        samples -> {
          assertThat(samples.one("cgck_trace_up", Map.of()).value()).isZero();
          assertThat(samples.one("cgck_trace_down_info", Map.of()).label("reason"))
              .isEqualTo(reason);
        });
    assertThat(daemon.log().lines().filter(line -> line.contains("no events of moves")))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("level=error"));
  }

  @Test
  void whoMayNotIsToldSo() {
    DaemonSetup setup =
        new DaemonSetup(
            CgckImage.ofTheBuild(),
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
            SLOW.formatted(instance).replace("1h", "100ms"),
            List.of());
    List<String> unprivileged =
        Stream.concat(tracing.prefix().stream(), setup.prefix().stream()).toList();

    try (CgckDaemon daemon = setup.as(CgckImage.ofTheBuild(), unprivileged).start()) {
      saysWhyOnce(daemon, "not_permitted");
    }
  }

  @Test
  void noticesThatSomebodySwitchedItOff() {
    String quick = SLOW.formatted(instance).replace("1h", "100ms");

    try (CgckDaemon daemon = startTracing(setup(quick))) {
      assertThat(tracing.run("rmdir instances/" + instance).stderr())
          .as("the kernel does not let anybody take away what is read")
          .contains("busy");
      tracing.shell("echo 0 >instances/%s/events/cgroup/enable".formatted(instance));
      daemon.await(
          "it is noticed",
          samples ->
              assertThat(samples.one("cgck_trace_down_info", Map.of()).label("reason"))
                  .isEqualTo("switched_off"));
      daemon.await(
          "it is tried again",
          samples -> assertThat(samples.one("cgck_trace_up", Map.of()).value()).isEqualTo(1));
    }
  }

  @Test
  void leavesAloneWhatIsInUse() {
    try (CgckDaemon first = startTracing(setup());
        CgckDaemon second = setup(SLOW.formatted(instance).replace("1h", "100ms")).start()) {
      saysWhyOnce(second, "in_use");
      assertThat(first.client().get("/metrics", Map.of()).status()).isEqualTo(200);
    }
  }

  @Test
  void readsWhatSomebodyPreparedWithoutACapability() {
    String prepared = tracing.instance();
    LabProcess traveller = lab.start(home, "sleep", "300");
    String prepare =
        """
        mount -t tracefs tracefs /sys/kernel/tracing
        cd /sys/kernel/tracing/instances
        mkdir %1$s
        echo mono >%1$s/trace_clock
        echo 0 >%1$s/buffer_percent
        echo 1 >%1$s/events/cgroup/cgroup_attach_task/enable
        chgrp -R 65534 %1$s
        cd /
        mount --bind /sys/kernel/tracing/instances/%1$s /sys/kernel/tracing
        mount -o bind,remount,ro /sys/kernel/tracing\
        """
            .formatted(prepared);
    List<String> prefix =
        Stream.concat(
                tracing.prefix(prepare).stream(),
                List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups").stream())
            .toList();
    DaemonSetup setup =
        new DaemonSetup(CgckImage.ofTheBuild(), prefix, SLOW.formatted("never-made"), List.of());

    try (CgckDaemon daemon = startTracing(setup)) {
      traveller.moveTo(away);
      Samples samples = awaitJoins(daemon, 0, 1);
      assertThat(moves(samples, "trace")).isGreaterThanOrEqualTo(1);
    }
    assertThat(tracing.instances()).as("it is not his to remove").containsExactly(prepared);
  }

  /** There the clock of cgck is not the one that stamps events. */
  @Test
  void inATimeNamespaceEventsCountAsElsewhere() {
    List<String> ahead =
        Stream.concat(
                tracing.prefix().stream(),
                Stream.of("unshare", "--time", "--monotonic=86400", "--boottime=604800"))
            .toList();
    LabProcess traveller = lab.start(home, "sleep", "300");
    LabShell mover = lab.shell(lab.cgroup("mover"));

    try (CgckDaemon daemon = startTracing(setup().as(CgckImage.ofTheBuild(), ahead))) {
      mover.run(
          "echo %1$d >%2$s/cgroup.procs; sleep 0.05; echo %1$d >%3$s/cgroup.procs"
              .formatted(traveller.pid(), away.directory(), home.directory()));
      Samples samples = awaitJoins(daemon, 1, 1);

      assertThat(daemon.log()).containsPattern(" mover_comm=sh .* away=\\d\\dms");
      assertThat(samples.one("cgck_trace_delay_seconds_sum", Map.of()).value())
          .as("delay of two events")
          .isBetween(0.0, 5.0);
    }
  }

  @Test
  void watchShowsTheTripAndWhoMadeIt() {
    LabProcess traveller = lab.start(home, "sleep", "300");
    LabShell mover = lab.shell(lab.cgroup("mover"));
    List<String> command = new ArrayList<>(tracing.prefix());
    command.addAll(
        List.of(
            CgckImage.ofTheBuild().directory().resolve("bin/cgck").toString(),
            "watch",
            "--interval=1h",
            "--pid=" + traveller.pid()));
    LabProcess watch = lab.start(lab.cgroup("watch"), command.toArray(String[]::new));
    String line = watch.readLine();
    while (!line.startsWith("watching ")) {
      line = watch.readLine();
    }
    assertThat(line).endsWith("the kernel reports moves at once");

    mover.run(
        "echo %1$d >%2$s/cgroup.procs; sleep 0.05; echo %1$d >%3$s/cgroup.procs"
            .formatted(traveller.pid(), away.directory(), home.directory()));

    String by = "  by %d sh".formatted(mover.pid());
    assertThat(watch.readLine())
        .endsWith("  %s -> %s%s".formatted(home.path(), away.path(), by))
        .contains("  %d  sleep  ".formatted(traveller.pid()));
    assertThat(watch.readLine())
        .contains("  %s -> %s%s".formatted(away.path(), home.path(), by))
        .containsPattern("  back after \\d+ms$");
    String itsInstance = "cgck-watch-" + watch.pid();
    assertThat(tracing.shell("ls instances").lines()).contains(itsInstance);
    Command.signal(watch.pid(), "TERM");
    Waiting.patiently()
        .until(
            "its instance is removed",
            () -> tracing.shell("ls instances").lines().noneMatch(itsInstance::equals));
  }
}

package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.cgck.lab.BootedSystem;
import io.cgck.lab.Command.Outcome;
import io.cgck.lab.DaemonSetup;
import io.cgck.lab.JournalEntry;
import io.cgck.lab.Samples;
import io.cgck.lab.SystemRoot;
import io.cgck.lab.Unit;
import io.cgck.lab.Waiting;
import io.cgck.pki.Pki;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The service under a systemd that was really booted, from its start to its end. */
@ParameterizedClass
@EnumSource(names = {"BOOKWORM", "TRIXIE"})
class SystemdServiceIT {
  private static final String RELOADED = "cgck_config_last_reload_successful";
  private static final String RELOADED_AT = "cgck_config_last_reload_success_timestamp_seconds";
  private static final String ROWS = "cgck_process_info";
  private static final String NO_ROWS = DaemonSetup.QUICK + "  limit: 0\n";
  private static final String BROKEN = DaemonSetup.QUICK + "  no_such_key: 0\n";

  private static BootedSystem system;
  private static InstalledExporter exporter;
  private static Unit service;

  @RegisterExtension private final JournalOnFailure journal;

  SystemdServiceIT(SystemRoot root) {
    journal = new JournalOnFailure(root, () -> exporter.units());
  }

  @BeforeParameterizedClassInvocation
  static void install(SystemRoot root) {
    system = BootedSystem.boot(root);
    exporter = InstalledExporter.in(system);
    service = exporter.service();
    exporter.install();
  }

  @AfterParameterizedClassInvocation
  static void shutDown() {
    // Nothing to do where it could not even be booted.
    if (system != null) {
      system.close();
      system = null;
    }
  }

  @BeforeEach
  void reset() {
    exporter.reset();
  }

  @Test
  void startsWhenItIsReadyAndSaysWhatItDoes() {
    service.systemctl("start");

    assertThat(service.state()).isEqualTo("active");
    assertThat(exporter.samples().named(ROWS)).as("at once").isNotEmpty();
    assertThat(service.status())
        .contains("Active: active (running)")
        .containsPattern("Status: \"Watching [1-9][0-9]* processes.*no violations")
        .contains("TriggeredBy:", "cgck-exporter.socket")
        .contains("man:cgck(1)")
        .contains("listens on");
    assertThat(service.property("User")).isEqualTo("cgck");
    assertThat(system.call("stat", "--format=%U", "/proc/" + service.mainPid())).isEqualTo("cgck");
  }

  @Test
  void showsProcessesOfOtherUsers() {
    Unit other = new Unit(system, "cgck-test-other.service");
    system.call("systemd-run", "--unit=" + other.name(), "--uid=daemon", "sleep", "600");
    try {
      service.systemctl("start");
      long pid = other.mainPid();

      Samples samples =
          exporter.await(
              "both processes",
              fresh -> {
                assertThat(exporter.row(fresh, 1)).containsEntry("comm", "systemd");
                assertThat(exporter.row(fresh, pid)).containsEntry("comm", "sleep");
              });
      for (long each : new long[] {1, pid}) {
        String namespace = system.namespace(each, "cgroup");
        assertThat(exporter.row(samples, each))
            .containsEntry("cgroup_ns", namespace.replaceAll("\\D", ""))
            .satisfies(row -> assertThat(row.get("mount_root")).startsWith("/"));
      }
      assertThat(samples.with("cgck_scan_errors_total", Map.of("reason", "permission_denied")))
          .as("nothing is denied to who has CAP_SYS_PTRACE")
          .allSatisfy(error -> assertThat(error.value()).isZero());
    } finally {
      other.systemctl("stop");
    }
  }

  @Test
  void theJournalHasPrioritiesAndOneLineForEachMessage() {
    String before = system.now();
    service.systemctl("start");
    exporter.configure(BROKEN);
    service.systemctl("reload");
    exporter.await("failed reload", fresh -> assertReloaded(fresh, 0));
    service.systemctl("stop");

    List<JournalEntry> said =
        service.journalSince(before).stream().filter(JournalEntry::isOfTheService).toList();
    assertThat(said)
        .as("messages of the service")
        .hasSizeGreaterThan(3)
        .allSatisfy(
            entry -> {
              assertThat(entry.message()).contains("level=" + level(entry)).contains("msg=");
              assertThat(entry.message())
                  .as("priority and stack trace")
                  .doesNotStartWith("<")
                  .doesNotContain("\n", "\tat ", "    at ");
            });
    assertThat(said).extracting(JournalEntry::priority).contains(JournalEntry.INFO);
    assertThat(
            service.journalSince(before, "--priority=warning").stream()
                .filter(JournalEntry::isOfTheService)
                .toList())
        .as("what journalctl --priority=warning shows")
        .isNotEmpty()
        .isEqualTo(
            said.stream().filter(entry -> entry.priority() <= JournalEntry.WARNING).toList());
  }

  private static String level(JournalEntry entry) {
    return switch (entry.priority()) {
      case JournalEntry.ERROR -> "error";
      case JournalEntry.WARNING -> "warn";
      case JournalEntry.INFO -> "info";
      default -> "no such priority: " + entry;
    };
  }

  @Test
  void isStartedAgainWhenItIsKilled() {
    service.dropIn("quick.conf", "[Service]\nRestartSec=100ms\n");
    service.systemctl("start");
    long killed = service.mainPid();

    system.call("kill", "-KILL", Long.toString(killed));
    assertStartedAgain(killed);
  }

  @Test
  void isStartedAgainWhenItHangs() {
    service.dropIn("quick.conf", "[Service]\nWatchdogSec=2s\nRestartSec=100ms\n");
    service.systemctl("start");
    String before = system.now();
    long hanging = service.mainPid();

    system.call("kill", "-STOP", Long.toString(hanging));
    assertStartedAgain(hanging);
    assertThat(service.journalSince(before))
        .extracting(JournalEntry::message)
        .anySatisfy(line -> assertThat(line).contains("Watchdog timeout"))
        .anySatisfy(line -> assertThat(line).contains("Failed with result 'watchdog'"));
  }

  /** Once, by the service manager, and sees processes again. */
  private void assertStartedAgain(long ended) {
    service.await("NRestarts", "1"::equals);
    service.await("ActiveState", "active"::equals);

    assertThat(service.mainPid()).isPositive().isNotEqualTo(ended);
    assertThat(exporter.samples().named(ROWS)).isNotEmpty();
  }

  /** As a file on a dead network file system: it opens, or does not, when somebody else wants. */
  @Test
  void isStartedAgainWhenAScanHangsWhileAllElseLives() {
    Unit other = new Unit(system, "cgck-test-other.service");
    system.call("systemd-run", "--unit=" + other.name(), "sleep", "600");
    try {
      service.dropIn("quick.conf", "[Service]\nWatchdogSec=4s\nRestartSec=100ms\n");
      service.systemctl("start");
      String before = system.now();
      long hanging = service.mainPid();
      // Other threads may end meanwhile, and their files with them.
      String thread =
          system.shell(
              """
              for comm in /proc/%d/task/*/comm; do
                if [ "$(cat "$comm" 2>/dev/null)" = scan ]; then echo "$comm"; fi
              done
              """
                  .formatted(hanging));

      // In the mount namespace of the service only, and so only until it is started again. Not its
      // file cgroup, which may be held open.
      system.shell(
          """
          rm -f /run/nobody-writes
          mkfifo /run/nobody-writes
          chmod 644 /run/nobody-writes
          nsenter --target %d --mount mount --bind /run/nobody-writes /proc/%d/stat
          """
              .formatted(hanging, other.mainPid()));
      Waiting.patiently()
          .until(
              "the scan waits for somebody who writes",
              () -> system.read(thread.replace("/comm", "/wchan")).equals("wait_for_partner"));
      assertThat(system.get("http://localhost:10065/-/healthy").status()).isEqualTo(200);
      assertStartedAgain(hanging);
      assertThat(service.journalSince(before))
          .extracting(JournalEntry::message)
          .anySatisfy(line -> assertThat(line).contains("Watchdog timeout"));
    } finally {
      other.systemctl("stop");
    }
  }

  /** Which the filter of system calls has to let them. */
  @Test
  void threadsThatAnswerGiveWayToTheOneThatScans() {
    service.systemctl("start");
    assertThat(exporter.samples().named(ROWS)).isNotEmpty();

    List<String> threads =
        system
            .shell(
                """
                for thread in /proc/%d/task/*; do
                  # A thread may end meanwhile.
                  sed 's/^[0-9]* (\\(.*\\)) [^ ]*\\( [^ ]*\\)\\{15\\} \\([^ ]*\\)\\( [^ ]*\\)\\{21\\} \\([^ ]*\\) .*/\\1 nice \\3 policy \\5/' $thread/stat || true
                done
                """
                    .formatted(service.mainPid()))
            .lines()
            .toList();

    assertThat(threads).contains("scan nice 0 policy 0");
    assertThat(threads)
        .filteredOn(thread -> thread.startsWith("web-"))
        .isNotEmpty()
        // SCHED_BATCH.
        .allMatch(thread -> thread.endsWith(" nice 10 policy 3"));
  }

  @Test
  void theWatchdogIsPatientWithWhoScansSeldom() {
    service.dropIn("quick.conf", "[Service]\nWatchdogSec=2s\n");
    exporter.configure("scan:\n  interval: 1h\n");
    String before = system.now();
    service.systemctl("start");
    long pid = service.mainPid();
    String started = service.property("ActiveEnterTimestampMonotonic");

    // More than twice what the watchdog waits.
    Waiting.patiently()
        .until(
            "five seconds have passed", () -> uptimeMicros() > Long.parseLong(started) + 5_000_000);

    assertThat(service.mainPid()).isEqualTo(pid);
    assertThat(service.property("NRestarts")).isEqualTo("0");
    assertThat(service.journalSince(before))
        .noneSatisfy(entry -> assertThat(entry.message()).contains("Watchdog timeout"));
  }

  private static long uptimeMicros() {
    return (long) (Double.parseDouble(system.read("/proc/uptime").split(" ", -1)[0]) * 1e6);
  }

  @Test
  void reloadAppliesAChangedConfiguration() {
    service.systemctl("start");
    long pid = service.mainPid();
    double since = exporter.samples().one(RELOADED_AT, Map.of()).value();

    exporter.configure(NO_ROWS);
    service.systemctl("reload");

    exporter.await(
        "no rows, from a later reload",
        fresh -> {
          assertReloaded(fresh, 1);
          assertThat(fresh.one(RELOADED_AT, Map.of()).value()).isGreaterThan(since);
          assertThat(fresh.named(ROWS)).isEmpty();
        });
    assertThat(service.state()).isEqualTo("active");
    assertThat(service.mainPid()).isEqualTo(pid);
    assertThat(service.status()).contains("Watching").doesNotContain("broken");
  }

  @Test
  void reloadKeepsTheOldConfigurationWhenTheNewOneIsBroken() {
    exporter.configure(NO_ROWS);
    service.systemctl("start");
    long pid = service.mainPid();
    String before = system.now();

    exporter.configure(BROKEN);
    service.attempt("reload");

    exporter.await(
        "failed reload",
        fresh -> {
          assertReloaded(fresh, 0);
          assertThat(fresh.named(ROWS)).as("the old configuration holds").isEmpty();
        });
    service.await("StatusText", text -> text.contains("the configuration file is broken"));
    assertThat(service.state()).isEqualTo("active");
    assertThat(service.mainPid()).isEqualTo(pid);
    assertThat(service.journalSince(before, "--priority=err"))
        .as("errors")
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry.message())
                    .containsPattern(InstalledExporter.CONFIGURATION + ":6:[0-9]+")
                    .contains("no_such_key"));

    exporter.configure(DaemonSetup.QUICK);
    service.systemctl("reload");
    exporter.await("mended", fresh -> assertThat(fresh.named(ROWS)).isNotEmpty());
    service.await("StatusText", text -> !text.contains("broken"));
  }

  private static void assertReloaded(Samples samples, int successfully) {
    assertThat(samples.value(RELOADED, Map.of())).hasValue(successfully);
  }

  @Test
  void aBrokenConfigurationAtTheStartIsToldInASentence() {
    service.dropIn("quick.conf", "[Service]\nRestart=no\n");
    exporter.configure(BROKEN);
    String before = system.now();

    assertThat(service.attempt("start").exitCode()).isNotZero();

    assertThat(service.state()).isEqualTo("failed");
    assertThat(service.journalSince(before, "--priority=err"))
        .filteredOn(JournalEntry::isOfTheService)
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry.message())
                    .containsPattern(InstalledExporter.CONFIGURATION + ":6:[0-9]+"));
  }

  @Test
  void flagsThatMeanNothingAreNotTriedAgain() {
    system.write(InstalledExporter.DEFAULTS, "ARGS=\"--no-such-flag\"\n");
    service.dropIn("quick.conf", "[Service]\nRestartSec=100ms\n");

    assertThat(service.attempt("start").exitCode()).isNotZero();

    assertThat(service.property("ActiveState")).isEqualTo("failed");
    assertThat(service.property("NRestarts")).isEqualTo("0");
    assertThat(service.journal()).contains("--no-such-flag");
  }

  /** A scrape that nobody took would start it for ever. */
  @Test
  void scrapesDoNotTryForEverWhatCannotStart() {
    system.write(InstalledExporter.DEFAULTS, "ARGS=\"--no-such-flag\"\n");
    exporter.socket().systemctl("start");
    String before = system.now();

    assertThat(system.run("curl", "--max-time", "60", "http://localhost:10065/metrics").exitCode())
        .isNotZero();
    exporter.socket().await("ActiveState", "failed"::equals);

    assertThat(exporter.socket().property("Result")).isEqualTo("service-start-limit-hit");
    assertThat(service.journalSince(before))
        .filteredOn(entry -> entry.message().contains("Starting cgck-exporter.service"))
        .hasSizeBetween(1, 5);

    exporter.reset();
    service.systemctl("start");
    assertThat(exporter.samples().named(ROWS)).isNotEmpty();
  }

  @Test
  void stoppedForGoodItIsTogetherWithItsSocket() {
    service.systemctl("start");

    service.systemctl("stop");
    assertThat(exporter.samples().named(ROWS)).as("the next scrape starts it").isNotEmpty();

    system.call("systemctl", "stop", exporter.socket().name(), service.name());
    assertThat(system.run("curl", "--silent", "http://localhost:10065/metrics").exitCode())
        .as("connection refused")
        .isEqualTo(7);
    assertThat(service.state()).isEqualTo("inactive");
  }

  @Test
  void endsInAnOrderlyWay() {
    service.systemctl("start");
    String before = system.now();

    service.systemctl("stop");

    assertThat(service.property("ActiveState")).isEqualTo("inactive");
    assertThat(service.property("Result")).isEqualTo("success");
    assertThat(service.journalSince(before, "--priority=warning")).isEmpty();
  }

  @Test
  void theFirstScrapeStartsItByTheSocketAndNoneIsLostWhileItRestarts() {
    exporter.socket().systemctl("start");
    assertThat(service.state()).isEqualTo("inactive");

    assertThat(exporter.samples().named(ROWS)).as("the first scrape").isNotEmpty();
    long first = service.mainPid();
    service.systemctl("restart", "--no-block");
    Waiting.patiently()
        .until(
            "a scrape is answered by another process",
            () -> {
              assertThat(exporter.samples().named(ROWS)).isNotEmpty();
              return service.mainPid() != first && service.state().equals("active");
            });
  }

  @Test
  void servesTheSocketFromANetworkOfItsOwn() {
    service.systemctl("start");
    long pid = service.mainPid();

    assertThat(exporter.samples().named(ROWS)).isNotEmpty();
    assertThat(system.namespace(pid, "net")).isNotEqualTo(system.namespace(1, "net"));
    assertThat(interfaces(pid)).containsExactly("lo");
    assertThat(inItsNetwork(pid, "ip", "route", "show", "table", "all").stdout())
        .doesNotContain("default");
  }

  private static List<String> interfaces(long pid) {
    return inItsNetwork(pid, "ip", "-brief", "link")
        .stdout()
        .lines()
        .map(line -> line.split(" ", 2)[0])
        .toList();
  }

  private static Outcome inItsNetwork(long pid, String... command) {
    List<String> line =
        new ArrayList<>(List.of("nsenter", "--target", Long.toString(pid), "--net"));
    line.addAll(List.of(command));
    return system.run(line.toArray(String[]::new));
  }

  @Test
  void listensWhereTheSocketUnitSays() {
    exporter
        .socket()
        .dropIn("address.conf", "[Socket]\nListenStream=\nListenStream=127.0.0.1:10066\n");

    service.systemctl("start");

    assertThat(exporter.samples("127.0.0.1:10066").named(ROWS)).isNotEmpty();
    assertThat(listeners()).hasLineCount(1).contains("127.0.0.1:10066");
  }

  @Test
  void severalAddressesOfTheSocketUnitAreRefusedInASentence() {
    exporter.socket().dropIn("address.conf", "[Socket]\nListenStream=127.0.0.1:10066\n");
    service.dropIn("quick.conf", "[Service]\nRestart=no\n");
    String before = system.now();

    assertThat(service.attempt("start").exitCode()).isNotZero();

    assertThat(service.journalSince(before, "--priority=err"))
        .filteredOn(JournalEntry::isOfTheService)
        .singleElement()
        .satisfies(entry -> assertThat(entry.message()).contains("hands over 2 sockets"));
  }

  private static String listeners() {
    return system.call("ss", "--listening", "--tcp", "--numeric", "--no-header");
  }

  @Test
  void listensItselfWithTheExampleForThat() {
    exporter.useExample("own-network.conf");
    system.write(InstalledExporter.DEFAULTS, "ARGS=\"--web.listen-address=127.0.0.1:10065\"\n");
    system.call("systemctl", "mask", "--now", exporter.socket().name());

    service.systemctl("start");

    assertThat(exporter.samples().named(ROWS)).isNotEmpty();
    assertThat(system.namespace(service.mainPid(), "net")).isEqualTo(system.namespace(1, "net"));
    assertThat(listeners()).hasLineCount(1).contains("127.0.0.1:10065");
  }

  @Test
  void speaksTlsAsksForAPasswordAndTellsOfRequests(@TempDir Path directory) {
    Pki.Certified server = new Pki(directory).selfSigned("server", Pki.Kind.EC);
    system.write("/etc/cgck/server.crt", server.certificateText());
    system.write("/etc/cgck/server.key", server.keyText());
    system.write(
        "/etc/cgck/web.yml",
        "tls_server_config: {cert_file: server.crt, key_file: server.key}\nbasic_auth_users: {prometheus: '%s'}\n"
            .formatted(BCrypt.withDefaults().hashToString(4, "pass".toCharArray())));
    system.shell("chown root:cgck /etc/cgck/server.key && chmod 640 /etc/cgck/server.key");
    try {
      system.write(
          InstalledExporter.DEFAULTS,
          "ARGS=\"--web.access-log --web.config.file=/etc/cgck/web.yml\"\n");
      String before = system.now();
      service.systemctl("start");

      String ask =
          "curl --silent --cacert /etc/cgck/server.crt --write-out '\\n%{http_code}'"
              + " https://localhost:10065/metrics";
      assertThat(system.shell(ask)).endsWith("\n401");
      assertThat(system.shell(ask + " --user prometheus:pass")).contains(ROWS).endsWith("\n200");
      Waiting.patiently()
          .until(
              "both requests are in the journal",
              () ->
                  service.journalSince(before).stream()
                          .filter(entry -> entry.message().contains("GET /metrics"))
                          .count()
                      == 2);
      assertThat(service.journalSince(before))
          .extracting(JournalEntry::message)
          .anyMatch(line -> line.contains(" - GET /metrics 401 "))
          .anyMatch(line -> line.contains(" prometheus GET /metrics 200 "))
          .noneMatch(line -> line.contains("pass"));
    } finally {
      system.shell("rm /etc/cgck/server.crt /etc/cgck/server.key /etc/cgck/web.yml");
    }
  }

  @Test
  void startsWithTheExampleThatLetsItEnterCgroupNamespaces() {
    exporter.useExample("cap-sys-admin.conf");

    service.systemctl("start");

    assertThat(exporter.samples().named(ROWS)).isNotEmpty();
    assertThat(system.read("/proc/" + service.mainPid() + "/status"))
        .as("CAP_SYS_PTRACE and CAP_SYS_ADMIN")
        .contains("CapEff:\t0000000000280000\n", "CapBnd:\t0000000000280000\n");
  }
}

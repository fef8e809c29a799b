package io.cgck.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.config.CgroupSettings;
import io.cgck.config.Configuration;
import io.cgck.config.ProcessSettings;
import io.cgck.config.ScanSettings;
import io.cgck.config.TraceSection;
import io.cgck.expect.Assessor;
import io.cgck.expect.BuiltIn;
import io.cgck.model.CgroupMode;
import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.Membership;
import io.cgck.model.MountView;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import io.cgck.model.Namespaces;
import io.cgck.model.Placement;
import io.cgck.model.ProcessDetails;
import io.cgck.model.ProcessId;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import io.cgck.model.Vantage;
import io.prometheus.client.CollectorRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PublisherTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
  private static final Namespaces PRIVATE =
      new Namespaces(Map.of(NamespaceKind.CGROUP, new NamespaceId(NamespaceKind.CGROUP, 7)));

  private final Assessor assessor = new Assessor(BuiltIn.defaults(), () -> 0);

  @Test
  void limitPrefersProcessesOutOfPlaceThenPrivateNamespacesThenTheOldest() {
    Snapshot snapshot =
        snapshot(
            process(1, 100, "/a", Namespaces.UNREAD, "/"),
            process(2, 90, "/a", Namespaces.UNREAD, "/"),
            process(3, 800, "/a", PRIVATE, "/"),
            process(4, 900, "/a", PRIVATE, "/../out"),
            process(5, 700, "/a", Namespaces.UNREAD, "/"));

    assertThat(pidsShown(snapshot, 1)).containsExactly("4");
    assertThat(pidsShown(snapshot, 2)).containsExactly("3", "4");
    assertThat(pidsShown(snapshot, 3)).containsExactly("2", "3", "4");
    assertThat(pidsShown(snapshot, 5)).containsExactly("1", "2", "3", "4", "5");
  }

  @Test
  void whatIsNotShownIsCountedAndAggregatesCoverAll() {
    String text = render(publisher(2), snapshot(five()));

    assertThat(text)
        .contains("cgck_scan_processes{state=\"over_limit\",} 3.0")
        .contains("cgck_scan_processes{state=\"scanned\",} 5.0")
        .contains("cgck_cgroup_processes{cgroup=\"/a\",} 5.0");
  }

  @Test
  void youngProcessesAndKernelThreadsHaveNoSeries() {
    ProcessInfo young = process(1, 999_995, "/a", Namespaces.UNREAD, "/");
    Publisher publisher =
        new Publisher(
            configuration(10, Duration.ofSeconds(10)), new BuildInfo("", "", ""), clock());

    assertThat(render(publisher, snapshot(young)))
        .contains("cgck_scan_processes{state=\"excluded\",} 1.0")
        .doesNotContain("cgck_process_info{");
  }

  /** The clock may also go back. */
  @Test
  void aYoungProcessIsShownWhenItIsOldEnoughThoughNothingElseChanges() {
    Publisher publisher =
        new Publisher(
            configuration(10, Duration.ofSeconds(10)), new BuildInfo("", "", ""), clock());
    Snapshot first =
        snapshot(
            process(1, 5, "/a", Namespaces.UNREAD, "/"),
            process(2, 999_995, "/a", Namespaces.UNREAD, "/"),
            process(3, 999_997, "/a", Namespaces.UNREAD, "/"));

    assertThat(excluded(publisher, first, 0)).isEqualTo("2.0");
    assertThat(excluded(publisher, first, 4)).isEqualTo("2.0");
    assertThat(excluded(publisher, first, 5)).isEqualTo("1.0");
    assertThat(excluded(publisher, first, 6)).isEqualTo("1.0");
    assertThat(excluded(publisher, first, 7)).isEqualTo("0.0");
    assertThat(excluded(publisher, first, 100)).isEqualTo("0.0");
    assertThat(excluded(publisher, first, 6)).isEqualTo("1.0");
  }

  /** Of a scan so many seconds later in which nothing has changed. */
  private String excluded(Publisher publisher, Snapshot first, int seconds) {
    String text =
        render(
            publisher,
            new Snapshot(
                NOW.plusSeconds(seconds),
                first.duration(),
                first.vantage(),
                first.mode(),
                first.hierarchies(),
                first.defaultHierarchy(),
                first.processes(),
                first.cgroupNamespaces(),
                first.mountNamespaces(),
                first.vanished(),
                first.hidden(),
                0,
                first.errors()));
    return text.replaceAll("(?s).*state=\"excluded\",} (\\S+).*", "$1");
  }

  @Test
  void anotherConfigurationCountsFromTheNextScanOnThoughNothingChanges() {
    Publisher publisher = publisher(10);
    Snapshot snapshot = snapshot(five());
    render(publisher, snapshot);
    publisher.configure(configuration(2, Duration.ZERO));

    assertThat(render(publisher, snapshot))
        .contains("cgck_scan_processes{state=\"over_limit\",} 3.0");
  }

  @Test
  void whoWaitsForTheFirstScanWaitsForNoLongerThanPatienceLasts() throws Exception {
    Publisher scanned = publisher(10);
    assertThat(scanned.begun().toCompletableFuture()).isNotDone();
    render(scanned, snapshot());
    assertThat(scanned.begun().toCompletableFuture()).isCompleted();

    Publisher failed = publisher(10);
    failed.scanFailed();
    assertThat(failed.begun().toCompletableFuture()).isCompleted();

    Publisher slow = publisher(10);
    slow.awaitScan(Duration.ofMillis(1));
    assertThat(slow.begun().toCompletableFuture()).isCompleted();
  }

  @Test
  void movesAreCountedAndBirthsAreNot() {
    Publisher publisher = publisher(10);
    render(publisher, snapshot(process(1, 5, "/a", PRIVATE, "/")));
    String text =
        render(
            publisher,
            snapshot(process(1, 5, "/b", PRIVATE, "/"), process(2, 6, "/b", PRIVATE, "/")));

    assertThat(text)
        .contains("cgck_process_moves_total{source=\"scan\",} 1.0")
        .contains("cgck_cgroup_joins_total{cgroup=\"/b\",} 1.0")
        .contains("cgck_cgroup_leaves_total{cgroup=\"/a\",} 1.0")
        .contains("cgck_cgroup_processes{cgroup=\"/b\",} 2.0")
        .doesNotContain("cgck_cgroup_processes{cgroup=\"/a\",}");
  }

  @Test
  void aReusedPidIsNoMove() {
    Publisher publisher = publisher(10);
    render(publisher, snapshot(process(1, 5, "/a", PRIVATE, "/")));
    String text = render(publisher, snapshot(process(1, 6, "/b", PRIVATE, "/")));

    assertThat(text).contains("cgck_process_moves_total{source=\"scan\",} 0.0");
  }

  @Test
  void aCollectorThatFailsTakesNothingElseAway() {
    ProcessInfo twice = process(1, 5, "/a", PRIVATE, "/");

    assertThat(render(publisher(10), snapshot(twice, twice)))
        .contains("cgck_collector_success{collector=\"process\",} 0.0")
        .contains("cgck_collector_success{collector=\"scan\",} 1.0")
        .contains("cgck_cgroup_processes{cgroup=\"/a\",} 2.0")
        .doesNotContain("cgck_process_info{");
  }

  @Test
  void beforeTheFirstScanThereIsNoNumberThatCouldBeMistaken() {
    CollectorRegistry registry = new CollectorRegistry();
    publisher(10).register(registry);
    String text =
        new String(new RegistryExposition(registry).text(ExpositionFormat.TEXT, Set.of()), UTF_8);

    assertThat(text).contains("cgck_build_info").doesNotContain("cgck_scan_processes");
  }

  @Test
  void nameFilterGivesOnlyWhatWasAskedFor() {
    CollectorRegistry registry = new CollectorRegistry();
    publisher(10).register(registry);
    String text =
        new String(
            new RegistryExposition(registry).text(ExpositionFormat.TEXT, Set.of("cgck_build_info")),
            UTF_8);

    assertThat(text.lines().filter(line -> !line.startsWith("#")))
        .singleElement()
        .asString()
        .startsWith("cgck_build_info{");
  }

  @Test
  void failedReloadShowsAndTheNextGoodOneToo() {
    Publisher publisher = publisher(10);
    publisher.configurationFailed();
    assertThat(render(publisher, snapshot())).contains("cgck_config_last_reload_successful 0.0");

    publisher.configure(configuration(10, Duration.ZERO));
    assertThat(render(publisher, snapshot())).contains("cgck_config_last_reload_successful 1.0");
  }

  @Test
  void cgroupLimitKeepsTheFullestAndSaysWhatIsMissing() {
    Publisher publisher =
        new Publisher(
            new Configuration(
                ScanSettings.defaults(),
                new ProcessSettings(10, Duration.ZERO, false, List.of(), List.of()),
                new CgroupSettings(1),
                TraceSection.defaults(),
                List.of()),
            new BuildInfo("", "", ""),
            clock());
    String text =
        render(
            publisher,
            snapshot(
                process(1, 5, "/a", PRIVATE, "/"),
                process(2, 5, "/b", PRIVATE, "/"),
                process(3, 5, "/b", PRIVATE, "/")));

    assertThat(text)
        .contains("cgck_cgroup_processes{cgroup=\"/b\",} 2.0")
        .doesNotContain("cgck_cgroup_processes{cgroup=\"/a\",}")
        .contains("cgck_scan_cgroups{state=\"over_limit\",} 1.0");
  }

  @Test
  void aCounterOfACgroupThatIsThereIsKeptAndANewOneRefused() {
    Publisher publisher =
        new Publisher(
            new Configuration(
                ScanSettings.defaults(),
                new ProcessSettings(10, Duration.ZERO, false, List.of(), List.of()),
                new CgroupSettings(3),
                TraceSection.defaults(),
                List.of()),
            new BuildInfo("", "", ""),
            clock());
    render(publisher, snapshot(at(1, "/a"), at(2, "/a"), at(3, "/a"), at(4, "/a")));
    String text = render(publisher, snapshot(at(1, "/b"), at(2, "/c"), at(3, "/d"), at(4, "/a")));
    assertThat(text)
        .contains("cgck_cgroup_joins_total{cgroup=\"/b\",} 1.0")
        .contains("cgck_series_over_limit{family=\"cgck_cgroup_joins_total\",} 0.0");

    String more = render(publisher, snapshot(at(1, "/b"), at(2, "/c"), at(3, "/d"), at(4, "/e")));
    assertThat(more)
        .contains("cgck_cgroup_joins_total{cgroup=\"/b\",} 1.0")
        .doesNotContain("cgck_cgroup_joins_total{cgroup=\"/e\",}")
        .contains("cgck_series_over_limit{family=\"cgck_cgroup_joins_total\",} 1.0")
        .contains("cgck_process_moves_total{source=\"scan\",} 4.0");
  }

  private static ProcessInfo at(int pid, String cgroup) {
    return process(pid, 5, cgroup, PRIVATE, "/");
  }

  private static ProcessInfo[] five() {
    ProcessInfo[] processes = new ProcessInfo[5];
    Arrays.setAll(processes, index -> process(index + 1, index, "/a", Namespaces.UNREAD, "/"));
    return processes;
  }

  private List<String> pidsShown(Snapshot snapshot, int limit) {
    return render(publisher(limit), snapshot)
        .lines()
        .filter(line -> line.startsWith("cgck_process_info{"))
        .map(line -> line.replaceAll(".*pid=\"(\\d+)\".*", "$1"))
        .toList();
  }

  private String render(Publisher publisher, Snapshot snapshot) {
    publisher.publish(assessor.assess(snapshot), 0, 5);
    CollectorRegistry registry = new CollectorRegistry();
    publisher.register(registry);
    return new String(
        new RegistryExposition(registry).text(ExpositionFormat.TEXT, Set.of()), UTF_8);
  }

  private static Publisher publisher(int limit) {
    return new Publisher(configuration(limit, Duration.ZERO), new BuildInfo("", "", ""), clock());
  }

  private static Configuration configuration(int limit, Duration minAge) {
    return new Configuration(
        ScanSettings.defaults(),
        new ProcessSettings(limit, minAge, false, List.of(), List.of()),
        CgroupSettings.defaults(),
        TraceSection.defaults(),
        List.of());
  }

  private static Clock clock() {
    return Clock.fixed(NOW, java.time.ZoneOffset.UTC);
  }

  /** A process that started so many seconds after the epoch, with one tick for each. */
  private static ProcessInfo process(
      int pid, long start, String cgroup, Namespaces namespaces, String seen) {
    return new ProcessInfo(
        new ProcessId(pid, start),
        pid,
        "comm",
        1,
        false,
        0,
        false,
        OptionalDouble.of((double) start),
        List.of(new Membership(Hierarchy.UNIFIED, new CgroupPath(cgroup), false)),
        namespaces,
        Optional.of("/"),
        new Placement(
            Optional.of(new CgroupPath(cgroup)),
            false,
            Optional.of(seen),
            new MountView.Unread(),
            Optional.empty(),
            true),
        ProcessDetails.UNREAD,
        false);
  }

  private static Snapshot snapshot(ProcessInfo... processes) {
    return new Snapshot(
        NOW,
        Duration.ofMillis(1),
        new Vantage(true, Optional.of(true), Set.of()),
        CgroupMode.UNIFIED,
        List.of(Hierarchy.UNIFIED),
        Optional.of(Hierarchy.UNIFIED),
        List.of(processes),
        List.of(),
        List.of(),
        0,
        0,
        0,
        Map.of());
  }
}

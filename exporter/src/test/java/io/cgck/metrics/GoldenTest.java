package io.cgck.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.cgroupfs.PlainDirectories;
import io.cgck.config.Configuration;
import io.cgck.expect.Assessment;
import io.cgck.expect.Assessor;
import io.cgck.expect.CgroupFindings;
import io.cgck.fixture.ProcfsFixture;
import io.cgck.fixture.SettledSnapshot;
import io.cgck.fixture.TestHost;
import io.cgck.model.CgroupPath;
import io.cgck.model.CgroupStats;
import io.cgck.model.Mover;
import io.cgck.model.Snapshot;
import io.cgck.procfs.ProcfsException;
import io.cgck.scan.Attachment;
import io.cgck.scan.Scanner;
import io.cgck.scan.TraceBatch;
import io.cgck.scan.TraceStatus;
import io.cgck.stats.CgroupWatch;
import io.cgck.stats.Plan;
import io.prometheus.client.CollectorRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whole expositions of a fixture {@code /proc} of every mode, after a second scan that met a move.
 * Rewritten with {@code mvn test -Dtest=GoldenTest -Dformat=fix}; read the difference before it is
 * committed.
 */
class GoldenTest {
  private static final Path GOLDEN = Path.of("src/test/golden");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2023-11-14T23:00:00Z"), ZoneOffset.UTC);

  /** One process of nginx is moved out, the other one stays. */
  private static final String EXPECTATIONS =
      """
      cgroups:
        stats: true
        stats_files: [core, members, pressure, cpu, memory, pids, io, cpuset]
      expectations:
        - name: nginx
          match: {comm: nginx}
          expect: {cgroup: /system.slice/nginx.service/**}
          severity: critical
          labels: {team: web}
        - name: sleepers
          match: {comm: sleep}
          expect: {cgroup_namespace: private, mount_root: inside}
          for: 1m
        - name: bounded
          match: {unit: nginx.service}
          expect: {limits: {memory.max: "<= 512MiB", pids.max: "<= 256", cpu.max: unchanged}}
      """;

  @ParameterizedTest
  @CsvSource({
    "unified, TEXT", "unified, OPENMETRICS",
    "hybrid, TEXT", "hybrid, OPENMETRICS",
    "legacy, TEXT", "legacy, OPENMETRICS"
  })
  void expositionIsAsReviewed(String fixture, ExpositionFormat format) throws Exception {
    String exposition = new String(render(fixture, format), UTF_8);

    Path golden = GOLDEN.resolve(fixture + (format == ExpositionFormat.TEXT ? ".prom" : ".om"));
    if ("fix".equals(System.getProperty("format"))) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, exposition);
    }
    assertThat(exposition).isEqualTo(Files.readString(golden));
  }

  @Test
  void everyFamilyOfTheCatalogueIsInAGolden() throws Exception {
    StringBuilder all = new StringBuilder();
    for (String fixture : List.of("hybrid", "unified")) {
      all.append(new String(render(fixture, ExpositionFormat.TEXT), UTF_8));
    }

    assertThat(Arrays.stream(Family.values()).map(Family::metricName))
        .allSatisfy(name -> assertThat(all.toString()).contains("# HELP " + name + " "));
  }

  private byte[] render(String fixture, ExpositionFormat format) throws Exception {
    Configuration configuration = TestHost.configuration(EXPECTATIONS);
    Publisher publisher =
        new Publisher(configuration, new BuildInfo("1.2.3", "abc", "25"), CLOCK, () -> 0);
    publisher.webConfigRead(
        new WebConfigStatus(true, CLOCK.instant(), Optional.of(CLOCK.instant().plusSeconds(1000))));
    Assessor assessor = new Assessor(configuration.expectations(), () -> 0);
    Plan plan =
        new Plan(
            configuration.cgroups().files(),
            configuration.cgroups().filter(),
            configuration.cgroups().limit(),
            configuration.expectations(),
            Duration.ofHours(1));
    try (ProcfsFixture procfs = ProcfsFixture.unpack(fixture);
        Scanner scanner = Scanner.open(procfs.root(), CLOCK);
        CgroupWatch watch =
            new CgroupWatch(
                () -> PlainDirectories.reader(procfs.root().resolve("sys"), procfs.root(), 10),
                plan)) {
      publish(scanner, assessor, watch, publisher, TraceBatch.NONE);
      procfs.replace("311/cgroup", "nginx.service", "other.service");
      publish(scanner, assessor, watch, publisher, events());
    }
    CollectorRegistry registry = new CollectorRegistry();
    publisher.register(registry);
    byte[] text = new RegistryExposition(registry).text(format, Set.of());
    SnapshotExposition served = new SnapshotExposition(registry, publisher, () -> 0);
    for (ContentCoding coding : ContentCoding.values()) {
      assertThat(Gzip.text(served.render(format, coding, Set.of()), coding)).isEqualTo(text);
    }
    return text;
  }

  private static void publish(
      Scanner scanner, Assessor assessor, CgroupWatch watch, Publisher publisher, TraceBatch events)
      throws ProcfsException {
    Snapshot snapshot = scanner.scan(Set.of(), Duration.ofMinutes(1));
    Assessment assessment = assessor.assess(SettledSnapshot.of(snapshot), events, true);
    publisher.publish(assessment, settled(watch.look(assessment, 0)), 0.0042, 5, true);
  }

  /** Another process was away and has come back; now there are no events any more. */
  private static TraceBatch events() {
    CgroupPath away = new CgroupPath("/away");
    CgroupPath home = new CgroupPath("/system.slice/nginx.service");
    Mover mover = new Mover(88, "sh", Optional.of(new CgroupPath("/system.slice/cron.service")));
    return new TraceBatch(
        List.of(
            new Attachment(
                310, "nginx", 0, Optional.empty(), away, Optional.empty(), -30_000_000, mover, 1),
            new Attachment(
                310, "nginx", 0, Optional.of(away), home, Optional.empty(), -2_000_000, mover, 1)),
        Set.of(),
        true,
        CLOCK.instant(),
        0,
        Optional.of(
            new TraceStatus(
                false,
                "switched_off",
                "",
                new TreeMap<>(Map.of("cgroup_attach_task", 5L)),
                2,
                1,
                0,
                1)));
  }

  /** Inodes and times differ from run to run. */
  private static CgroupFindings settled(CgroupFindings findings) {
    SortedMap<CgroupPath, CgroupStats> stats = new TreeMap<>();
    findings
        .stats()
        .forEach(
            (path, of) -> {
              SortedMap<String, Long> ids = new TreeMap<>();
              of.ids().keySet().forEach(hierarchy -> ids.put(hierarchy, 4711L));
              stats.put(
                  path,
                  new CgroupStats(
                      ids,
                      of.quantities(),
                      of.type(),
                      of.populated(),
                      of.freezer(),
                      of.controllers(),
                      of.delegated(),
                      of.io()));
            });
    return new CgroupFindings(
        findings.asked(),
        stats,
        findings.limits(),
        findings.judgements(),
        findings.made(),
        findings.vanished(),
        findings.overLimit(),
        findings.oldest().map(at -> CLOCK.instant()),
        findings.errors());
  }
}

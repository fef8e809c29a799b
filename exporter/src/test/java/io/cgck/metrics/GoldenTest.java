package io.cgck.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.config.CgroupSettings;
import io.cgck.config.Configuration;
import io.cgck.config.ProcessSettings;
import io.cgck.config.ScanSettings;
import io.cgck.fixture.ProcfsFixture;
import io.cgck.model.Capability;
import io.cgck.model.Snapshot;
import io.cgck.model.Vantage;
import io.cgck.procfs.ProcfsException;
import io.cgck.scan.ScanListener.CompletedScan;
import io.cgck.scan.Scanner;
import io.prometheus.client.CollectorRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Set;
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
    String all = new String(render("hybrid", ExpositionFormat.TEXT), UTF_8);

    assertThat(Arrays.stream(Family.values()).map(Family::metricName))
        .allSatisfy(name -> assertThat(all).contains("# HELP " + name + " "));
  }

  private byte[] render(String fixture, ExpositionFormat format) throws Exception {
    Configuration configuration =
        new Configuration(
            ScanSettings.defaults(), ProcessSettings.defaults(), CgroupSettings.defaults());
    Publisher publisher = new Publisher(configuration, new BuildInfo("1.2.3", "abc", "25"), CLOCK);
    try (ProcfsFixture procfs = ProcfsFixture.unpack(fixture);
        Scanner scanner = Scanner.open(procfs.root(), CLOCK)) {
      publish(scanner, publisher);
      procfs.replace("311/cgroup", "nginx.service", "other.service");
      publish(scanner, publisher);
    }
    CollectorRegistry registry = new CollectorRegistry();
    publisher.register(registry);
    return new RegistryExposition(registry).render(format, Set.of());
  }

  private static void publish(Scanner scanner, Publisher publisher) throws ProcfsException {
    Snapshot snapshot = scanner.scan(Set.of(), Duration.ofMinutes(1));
    publisher.scanned(new CompletedScan(settled(snapshot), 0.0042, 5));
  }

  /** What depends on the machine that runs the test is fixed. */
  private static Snapshot settled(Snapshot snapshot) {
    return new Snapshot(
        snapshot.takenAt(),
        Duration.ofMillis(42),
        new Vantage(snapshot.vantage().absolutePaths(), Set.of(Capability.CAP_SYS_ADMIN)),
        snapshot.mode(),
        snapshot.hierarchies(),
        snapshot.defaultHierarchy(),
        snapshot.processes(),
        snapshot.cgroupNamespaces(),
        snapshot.mountNamespaces(),
        snapshot.vanished(),
        snapshot.hidden(),
        snapshot.errors());
  }
}

package io.cgck.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgck.fixture.ProcfsFixture;
import io.cgck.fixture.SettledSnapshot;
import io.cgck.scan.Scanner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole answers about a fixture {@code /proc} of every mode, after a second scan that met a move.
 * Rewritten with {@code mvn test -Dtest=ApiGoldenTest -Dformat=fix}; read the difference before it
 * is committed.
 */
class ApiGoldenTest {
  private static final Path GOLDEN = Path.of("src/test/golden");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2023-11-14T23:00:00Z"), ZoneOffset.UTC);

  private static final String EXPECTATIONS =
      """
      expectations:
        - name: nginx
          match: {comm: nginx}
          expect: {cgroup: /system.slice/nginx.service/**}
          severity: critical
        - name: sleepers
          match: {comm: sleep}
          expect: {cgroup_namespace: private, mount_root: inside}
          for: 1m
      """;

  @ParameterizedTest
  @ValueSource(strings = {"unified", "hybrid", "legacy"})
  void answersAreAsReviewed(String fixture) throws Exception {
    StringBuilder answers = new StringBuilder();
    try (ApiSite site = new ApiSite(EXPECTATIONS);
        ProcfsFixture procfs = ProcfsFixture.unpack(fixture);
        Scanner scanner = Scanner.open(procfs.root(), CLOCK)) {
      site.scan(SettledSnapshot.of(scanner.scan(Set.of(), Duration.ofMinutes(1))));
      procfs.replace("311/cgroup", "nginx.service", "other.service");
      site.scan(SettledSnapshot.of(scanner.scan(Set.of(), Duration.ofMinutes(1))));
      for (String path :
          List.of(
              "status",
              "processes",
              "processes/311",
              "cgroups",
              "namespaces",
              "expectations",
              "moves")) {
        JsonNode answer = site.described("/api/v1/" + path, 200);
        answers.append(path).append(' ').append(answer.toPrettyString()).append('\n');
      }
    }

    Path golden = GOLDEN.resolve("api-" + fixture + ".txt");
    if ("fix".equals(System.getProperty("format"))) {
      Files.writeString(golden, answers);
    }
    assertThat(answers.toString()).isEqualTo(Files.readString(golden));
  }
}

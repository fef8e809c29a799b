package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.Command;
import io.cgck.lab.Command.Outcome;
import io.cgck.lab.Dashboard;
import io.cgck.lab.GrafanaTypes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The dashboards by Grafana's own types: no key that it does not know, no value of another kind.
 */
class DashboardTypesIT {
  @TempDir private Path directory;

  @Test
  void dashboardsHaveGrafanasTypes() {
    Outcome outcome = GrafanaTypes.ofTheBuild().check(Dashboard.files());

    assertThat(outcome.stdout() + outcome.stderr()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
  }

  @Test
  void whatGrafanaDoesNotKnowIsFound() throws Exception {
    Map<String, String> mistakes =
        Map.of(
            "\"type\": \"timeseries\"", "\"type\": \"timeserie\"",
            "\"drawStyle\": \"line\"", "\"drawStyle\": \"lines\"",
            "\"legendFormat\":", "\"legendformat\":",
            "\"includeVars\": true", "\"includeVars\": \"true\"",
            "\"calcs\": []", "\"calcs\": \"\"",
            "\"sort\": \"desc\"", "\"sort\": 1");
    String shipped = Files.readString(Dashboard.files().getFirst());
    List<Path> broken = new ArrayList<>();
    for (Map.Entry<String, String> mistake : mistakes.entrySet()) {
      assertThat(shipped).contains(mistake.getKey());
      broken.add(
          Files.writeString(
              directory.resolve(broken.size() + ".json"),
              shipped.replace(mistake.getKey(), mistake.getValue())));
    }

    Outcome outcome = GrafanaTypes.ofTheBuild().check(broken);

    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(1);
    assertThat(broken)
        .allSatisfy(
            file ->
                assertThat(outcome.stdout().lines()).anyMatch(line -> line.startsWith(file + ":")));
  }

  @Test
  void whatCannotBeHadIsNoFailureToThoseWhoCanDoWithout() throws Exception {
    Outcome outcome = install("testbed/grafana", directory.resolve("types").toString());

    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(3);
    assertThat(directory.resolve("types/unavailable")).isNotEmptyFile();
    assertThat(install(directory.resolve("nothing").toString(), directory.toString()).exitCode())
        .isEqualTo(2);
  }

  /** Where there is no network, and nothing is left of an earlier one. */
  private Outcome install(String source, String target) {
    ProcessBuilder builder =
        new ProcessBuilder(
            "unshare", "--map-root-user", "--net", "testbed/install-npm-packages", source, target);
    builder.environment().put("npm_config_cache", directory.resolve("cache").toString());
    return Command.of(builder).run("");
  }
}

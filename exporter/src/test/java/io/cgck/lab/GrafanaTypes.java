package io.cgck.lab;

import io.cgck.lab.Command.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Grafana's own types of dashboards, by the judgement of TypeScript's compiler. */
public record GrafanaTypes(Path directory) {
  /** Those that the build installed. Where it could not, the test is skipped and says why. */
  public static GrafanaTypes ofTheBuild() {
    Testbed testbed = Testbed.ofTheBuild().ofSuite("grafana");
    if (Files.notExists(testbed.directory().resolve(".installed-lock"))) {
      Assumptions.abort("Grafana's types are missing: " + testbed.whyMissing());
    }
    return new GrafanaTypes(testbed.directory());
  }

  /** Checks files; prints a line for each that is wrong, and then ends with status 1. */
  public Outcome check(List<Path> dashboards) {
    List<String> line = new ArrayList<>(List.of("node", directory.resolve("check.mjs").toString()));
    dashboards.forEach(file -> line.add(file.toString()));
    return Command.of(new ProcessBuilder(line)).run("");
  }
}

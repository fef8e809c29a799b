package io.cgck.lab;

import io.cgck.lab.Command.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** What judges the script and the style of the pages: ESLint and Stylelint. */
public record PageLinters(Path directory) {
  /** Those that the build installed. Where it could not, the test is skipped and says why. */
  public static PageLinters ofTheBuild() {
    Testbed testbed = Testbed.ofTheBuild().ofSuite("web");
    if (Files.notExists(testbed.directory().resolve(".installed-lock"))) {
      Assumptions.abort("ESLint and Stylelint are missing: " + testbed.whyMissing());
    }
    return new PageLinters(testbed.directory());
  }

  public Outcome script(String text) {
    return lint(
        text,
        "script.js",
        "node_modules/eslint/bin/eslint.js",
        "eslint.config.mjs",
        "--max-warnings=0");
  }

  public Outcome style(String text) {
    return lint(
        text,
        "style.css",
        "node_modules/stylelint/bin/stylelint.mjs",
        "stylelint.config.json",
        "--max-warnings=0");
  }

  /** They only look at what lies beside their configuration. */
  private Outcome lint(String text, String file, String linter, String config, String flag) {
    try {
      Files.writeString(directory.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Command.of(
            new ProcessBuilder(List.of("node", linter, "--config", config, flag, file))
                .directory(directory.toFile()))
        .run("");
  }
}

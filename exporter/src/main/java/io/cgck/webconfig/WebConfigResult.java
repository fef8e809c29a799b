package io.cgck.webconfig;

import static java.util.Objects.requireNonNull;

import io.cgck.config.Problem;
import java.util.List;

/** What came of reading a web configuration. */
public sealed interface WebConfigResult {
  record Valid(WebConfig config, List<Problem> warnings) implements WebConfigResult {
    public Valid {
      requireNonNull(config, "config is null");
      warnings = List.copyOf(warnings);
    }
  }

  /** There is at least one problem, and all that were found. */
  record Invalid(List<Problem> problems) implements WebConfigResult {
    public Invalid {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("invalid without a problem");
      }
    }
  }
}

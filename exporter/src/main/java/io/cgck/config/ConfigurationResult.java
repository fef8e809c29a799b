package io.cgck.config;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What came of reading a configuration. Problems stand in the order of their positions. */
public sealed interface ConfigurationResult {
  record Valid(Configuration configuration, List<Problem> warnings) implements ConfigurationResult {
    public Valid {
      requireNonNull(configuration, "configuration is null");
      warnings = List.copyOf(warnings);
    }
  }

  /** There is at least one problem, and all that were found. */
  record Invalid(List<Problem> problems) implements ConfigurationResult {
    public Invalid {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("invalid without a problem");
      }
    }
  }
}

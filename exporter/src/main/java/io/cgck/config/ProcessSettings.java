package io.cgck.config;

import static java.util.Objects.requireNonNull;

import io.cgck.match.Matcher;
import io.cgck.model.Detail;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Section {@code processes}: which processes get series of their own.
 *
 * @param limit at most so many processes
 * @param minAge younger processes get none
 * @param kernelThreads whether kernel threads get some
 * @param include only processes that match one of these, all if there is none
 * @param exclude but none that match one of these
 */
public record ProcessSettings(
    int limit,
    Duration minAge,
    boolean kernelThreads,
    List<Matcher> include,
    List<Matcher> exclude) {
  static final int MAX_LIMIT = 1_000_000;
  static final Duration MAX_MIN_AGE = Duration.ofHours(24);

  public ProcessSettings {
    if (limit < 0 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit is out of range: " + limit);
    }
    requireNonNull(minAge, "minAge is null");
    if (minAge.isNegative() || minAge.compareTo(MAX_MIN_AGE) > 0) {
      throw new IllegalArgumentException("minAge is out of range: " + minAge);
    }
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }

  /** What the matchers need to know of a process. */
  public Set<Detail> details() {
    return Stream.concat(include.stream(), exclude.stream())
        .flatMap(matcher -> matcher.needs().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  public static ProcessSettings defaults() {
    return new ProcessSettings(5000, Duration.ofSeconds(10), false, List.of(), List.of());
  }
}

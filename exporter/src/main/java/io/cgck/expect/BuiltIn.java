package io.cgck.expect;

import static java.util.Objects.requireNonNull;

import io.cgck.match.Matcher;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The expectations that hold without any configuration. */
public enum BuiltIn {
  /** Nobody outside the root of its cgroup namespace. */
  INSIDE_CGROUP_NAMESPACE(BuiltInRequirement.INSIDE_CGROUP_NAMESPACE, Duration.ofMinutes(1)),
  /** Nobody with a stale cgroup mount. */
  FRESH_CGROUP_MOUNT(BuiltInRequirement.FRESH_CGROUP_MOUNT, Duration.ofMinutes(1)),
  /**
   * No process of a container in the initial cgroup namespace while others are in a private one.
   */
  CONTAINER_CGROUP_NAMESPACE(BuiltInRequirement.CONTAINER_CGROUP_NAMESPACE, Duration.ofMinutes(1)),
  /** No living process that moved out of a service of systemd or a container. */
  STAYS_IN_UNIT(BuiltInRequirement.STAYS_IN_UNIT, Duration.ZERO),
  /** No process of user space in the root cgroup where PID 1 is systemd. */
  NOT_IN_ROOT_CGROUP(BuiltInRequirement.NOT_IN_ROOT_CGROUP, Duration.ofMinutes(1));

  private final BuiltInRequirement requirement;
  private final Duration patience;
  private final String key;

  BuiltIn(BuiltInRequirement requirement, Duration patience) {
    this.requirement = requirement;
    this.patience = patience;
    this.key = name().toLowerCase(Locale.ROOT);
  }

  /** Its name as an expectation, and its key in a configuration. */
  public String key() {
    return key;
  }

  /**
   * How long it is broken before it counts, by default: long enough for what a runtime does between
   * entering a namespace and mounting in it.
   */
  public Duration patience() {
    return patience;
  }

  /** The expectation with its defaults. */
  public Expectation expectation() {
    return expectation(new Tuning(patience, Expectation.DEFAULT_SEVERITY, Map.of(), List.of()));
  }

  public Expectation expectation(Tuning tuning) {
    return new Expectation(
        key,
        true,
        Optional.empty(),
        tuning.except(),
        List.of(requirement),
        tuning.patience(),
        tuning.severity(),
        tuning.labels());
  }

  /** All of them with their defaults. */
  public static List<Expectation> defaults() {
    return Arrays.stream(values()).map(BuiltIn::expectation).toList();
  }

  /** What a configuration may change of one. */
  public record Tuning(
      Duration patience, String severity, Map<String, String> labels, List<Matcher> except) {
    public Tuning {
      requireNonNull(patience, "patience is null");
      requireNonNull(severity, "severity is null");
      labels = Map.copyOf(labels);
      except = List.copyOf(except);
    }
  }
}

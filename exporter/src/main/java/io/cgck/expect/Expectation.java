package io.cgck.expect;

import static java.util.Objects.requireNonNull;

import io.cgck.match.Criterion;
import io.cgck.match.Matcher;
import io.cgck.model.Detail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A rule that says where processes belong.
 *
 * @param name unique among all
 * @param builtIn whether it holds without a configuration
 * @param match which processes of user space are meant; empty for all
 * @param except but none that match one of these now
 * @param requirements what is expected of them; all must hold
 * @param patience how long it may be broken before that counts
 * @param severity value of the label {@code severity} of violations
 * @param labels further labels of violations
 */
public record Expectation(
    String name,
    boolean builtIn,
    Optional<Matcher> match,
    List<Matcher> except,
    List<Requirement> requirements,
    Duration patience,
    String severity,
    Map<String, String> labels) {
  public static final String DEFAULT_SEVERITY = "warning";

  public Expectation {
    requireNonNull(name, "name is null");
    requireNonNull(match, "match is null");
    except = List.copyOf(except);
    requirements = List.copyOf(requirements);
    if (requirements.isEmpty()) {
      throw new IllegalArgumentException(name + " expects nothing");
    }
    requireNonNull(patience, "patience is null");
    if (patience.isNegative()) {
      throw new IllegalArgumentException("patience is negative: " + patience);
    }
    requireNonNull(severity, "severity is null");
    SortedMap<String, String> sorted = new TreeMap<>(labels);
    labels = Collections.unmodifiableSortedMap(sorted);
  }

  /** What must be read of processes beyond what every scan reads. */
  public Set<Detail> needs() {
    EnumSet<Detail> needs = EnumSet.noneOf(Detail.class);
    match.ifPresent(matcher -> needs.addAll(matcher.needs()));
    except.forEach(matcher -> needs.addAll(matcher.needs()));
    return Set.copyOf(needs);
  }

  /** Whether another judges just as this one, whatever its patience and labels. */
  boolean judgesLike(Expectation other) {
    return name.equals(other.name)
        && match.equals(other.match)
        && except.equals(other.except)
        && requirements.equals(other.requirements);
  }

  /** What is expected of the limits of cgroups; empty for nothing. */
  public List<LimitBound> limits() {
    return requirements.stream()
        .filter(Requirement.Limits.class::isInstance)
        .flatMap(requirement -> ((Requirement.Limits) requirement).bounds().stream())
        .toList();
  }

  /** Whether nothing is expected of processes themselves. */
  public boolean isAboutLimitsOnly() {
    return requirements.stream().allMatch(Requirement.Limits.class::isInstance);
  }

  boolean dependsOnFirstSeen() {
    return requirements.stream().anyMatch(Requirement::dependsOnFirstSeen);
  }

  boolean dependsOnParent() {
    return requirements.stream().anyMatch(Requirement::dependsOnParent);
  }

  /** Why it can never mean a process; empty if it can, or if it cannot be told. */
  public Optional<String> whyItMeansNothing() {
    if (match.isEmpty()) {
      return Optional.empty();
    }
    return match
        .get()
        .whyNever()
        .or(
            () ->
                except.stream()
                    .filter(matcher -> matcher.covers(match.get()))
                    // It may match where a process was found, and not any more when it has left.
                    .filter(
                        matcher -> matcher.criteria().stream().noneMatch(Criterion::isAboutPlace))
                    .findFirst()
                    .map(matcher -> "except leaves out all of it: " + matcher));
  }

  /**
   * Whether an exception leaves out a process. Who left a service is still of that service for an
   * exception: where it is now, it is of none.
   *
   * @return empty if it cannot be told, since an exception is about its place, which is unread
   */
  Optional<Boolean> excepts(Subject subject) {
    if (except.isEmpty()) {
      return Optional.of(false);
    }
    boolean excepted = except.stream().anyMatch(matcher -> excepts(matcher, subject));
    boolean unread =
        subject.process().cgroup().isEmpty()
            && except.stream()
                .flatMap(matcher -> matcher.criteria().stream())
                .anyMatch(Criterion::isAboutPlace);
    return excepted || !unread ? Optional.of(excepted) : Optional.empty();
  }

  private boolean excepts(Matcher matcher, Subject subject) {
    return matcher.matches(subject.process(), subject.attributions().of(subject.process()))
        || (requirements.contains(BuiltInRequirement.STAYS_IN_UNIT)
            && subject
                .home()
                .map(home -> matcher.matches(subject.process().at(home.root()), home.by()))
                .orElse(false));
  }

  /** What is expected, as a person would write it. */
  public String expected() {
    return requirements.stream().map(Requirement::text).collect(Collectors.joining(", "));
  }

  /** Judges a process that {@code match} means. What is broken outweighs what is unknown. */
  Verdict judge(Subject subject) {
    List<Verdict.Broken> broken = new ArrayList<>();
    boolean unknown = false;
    boolean met = false;
    for (Requirement requirement : requirements) {
      Verdict verdict = requirement.judge(subject);
      if (verdict instanceof Verdict.Broken itIsBroken) {
        broken.add(itIsBroken);
      }
      unknown |= verdict instanceof Verdict.Unknown;
      met |= verdict instanceof Verdict.Met;
    }
    if (!broken.isEmpty()) {
      return new Verdict.Broken(
          broken.stream().map(Verdict.Broken::expected).collect(Collectors.joining("; ")),
          broken.stream().map(Verdict.Broken::actual).collect(Collectors.joining("; ")));
    }
    if (unknown) {
      return new Verdict.Unknown();
    }
    return met ? new Verdict.Met() : new Verdict.NotMeant();
  }

  /** Equal ones have the same name. */
  @Override
  public int hashCode() {
    return name.hashCode();
  }
}

package io.cgck.pages;

import static java.util.Objects.requireNonNull;

import io.cgck.config.DurationValue;
import io.cgck.expect.CgroupStanding;
import io.cgck.expect.Expectation;
import io.cgck.expect.Standing;
import io.cgck.expect.State;
import io.cgck.expect.Tally;
import io.cgck.metrics.Shown;
import io.cgck.model.ProcessInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is expected, how many are meant, and who is not as expected: the violated ones first. */
record ExpectationsPage(Frame frame, List<Rule> rules) {
  private static final int OFFENDERS = 20;

  ExpectationsPage {
    requireNonNull(frame, "frame is null");
    rules = List.copyOf(rules);
  }

  /**
   * An expectation.
   *
   * @param ofProcesses how many processes are in each state; empty if it is of limits only
   * @param ofCgroups how many cgroups are; empty if it says nothing about limits
   * @param offenders that are pending or violate it, some of them
   * @param moreOffenders how many more there are
   */
  record Rule(
      String name,
      boolean builtIn,
      String expected,
      String patience,
      String severity,
      Optional<Counts> ofProcesses,
      Optional<Counts> ofCgroups,
      List<Offender> offenders,
      int moreOffenders,
      Tone tone) {
    Rule {
      requireNonNull(name, "name is null");
      requireNonNull(expected, "expected is null");
      requireNonNull(patience, "patience is null");
      requireNonNull(severity, "severity is null");
      requireNonNull(ofProcesses, "ofProcesses is null");
      requireNonNull(ofCgroups, "ofCgroups is null");
      offenders = List.copyOf(offenders);
      requireNonNull(tone, "tone is null");
    }

    String anchor() {
      return anchor(name);
    }

    /** Not the bare name, which could be that of something else on the page. */
    static String anchor(String expectation) {
      return "expectation-" + Links.encoded(expectation);
    }

    String summary() {
      return switch (tone) {
        case BAD -> "violated";
        case WARN -> "pending";
        case GOOD -> "met";
        case PLAIN -> "means nothing now";
      };
    }
  }

  /** How many are in each state. */
  record Counts(
      String meant, String met, String pending, String violated, String unknown, String times) {
    static Counts of(Tally tally) {
      return new Counts(
          Text.count(tally.meant()),
          Text.count(tally.in(State.MET)),
          Text.count(tally.in(State.PENDING)),
          Text.count(tally.in(State.VIOLATED)),
          Text.count(tally.in(State.UNKNOWN)),
          Text.count(tally.violations()));
    }
  }

  /**
   * Who is not as expected.
   *
   * @param who a process or a cgroup
   * @param comm of the process; empty for a cgroup
   * @param expected empty while it is pending, as in the metrics; so is {@code actual}
   */
  record Offender(
      String who, String comm, String href, State state, String expected, String actual) {
    Tone tone() {
      return state == State.VIOLATED ? Tone.BAD : Tone.WARN;
    }
  }

  static ExpectationsPage of(Shown shown, Frame frame) {
    Map<Expectation, Tally> ofCgroups = shown.limits().tallies();
    Map<String, List<Offender>> offenders = offenders(shown, frame.links());
    List<Rule> rules = new ArrayList<>();
    shown
        .tallies()
        .forEach(
            (expectation, ofProcesses) ->
                rules.add(
                    rule(
                        expectation,
                        Optional.of(ofProcesses).filter(tally -> !expectation.isAboutLimitsOnly()),
                        Optional.ofNullable(ofCgroups.get(expectation)),
                        offenders.getOrDefault(expectation.name(), List.of()))));
    rules.sort(Comparator.comparing(Rule::tone).reversed());
    return new ExpectationsPage(frame, rules);
  }

  private static Rule rule(
      Expectation expectation,
      Optional<Tally> ofProcesses,
      Optional<Tally> ofCgroups,
      List<Offender> offenders) {
    return new Rule(
        expectation.name(),
        expectation.builtIn(),
        expectation.expected(),
        DurationValue.write(expectation.patience()),
        expectation.severity(),
        ofProcesses.map(Counts::of),
        ofCgroups.map(Counts::of),
        offenders.stream().limit(OFFENDERS).toList(),
        Math.max(0, offenders.size() - OFFENDERS),
        tone(List.of(ofProcesses, ofCgroups)));
  }

  private static Tone tone(List<Optional<Tally>> tallies) {
    List<Tally> known = tallies.stream().flatMap(Optional::stream).toList();
    if (known.stream().anyMatch(tally -> tally.in(State.VIOLATED) > 0)) {
      return Tone.BAD;
    }
    if (known.stream().anyMatch(tally -> tally.in(State.PENDING) > 0)) {
      return Tone.WARN;
    }
    return known.stream().anyMatch(tally -> tally.meant() > 0) ? Tone.GOOD : Tone.PLAIN;
  }

  /** By the name of the expectation; those that violate it first. */
  private static Map<String, List<Offender>> offenders(Shown shown, Links links) {
    Map<String, List<Offender>> offenders = new HashMap<>();
    for (ProcessInfo process : shown.processes()) {
      for (Standing standing : shown.standings(process)) {
        if (isOffence(standing)) {
          offenders
              .computeIfAbsent(standing.expectation().name(), same -> new ArrayList<>())
              .add(
                  new Offender(
                      Integer.toString(process.pid()),
                      process.comm(),
                      links.process(process.pid()),
                      standing.state(),
                      standing.isViolated() ? standing.expected() : "",
                      standing.isViolated() ? standing.actual() : ""));
        }
      }
    }
    for (CgroupStanding each : shown.limits().standings()) {
      if (isOffence(each.standing())) {
        offenders
            .computeIfAbsent(each.standing().expectation().name(), same -> new ArrayList<>())
            .add(
                new Offender(
                    each.cgroup().value(),
                    "",
                    links.cgroups(each.cgroup()),
                    each.standing().state(),
                    each.standing().isViolated() ? each.standing().expected() : "",
                    each.standing().isViolated()
                        ? each.standing().actual() + " (" + each.bindingText() + ")"
                        : ""));
      }
    }
    offenders
        .values()
        .forEach(
            each ->
                each.sort(
                    Comparator.comparing(
                        (Offender offender) -> offender.state() != State.VIOLATED)));
    return offenders;
  }

  private static boolean isOffence(Standing standing) {
    return standing.isViolated() || standing.state() == State.PENDING;
  }
}

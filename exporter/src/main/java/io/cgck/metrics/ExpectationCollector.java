package io.cgck.metrics;

import io.cgck.expect.CgroupStanding;
import io.cgck.expect.Expectation;
import io.cgck.expect.Judgements;
import io.cgck.expect.LimitJudgements;
import io.cgck.expect.Standing;
import io.cgck.expect.State;
import io.cgck.model.ProcessInfo;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The families about expectations and who violates them. */
final class ExpectationCollector implements FamilyCollector {
  private final int limit;
  private int left;
  private int refused;

  /**
   * Makes one for one exposition.
   *
   * @param limit largest number of series for single processes
   */
  ExpectationCollector(int limit) {
    this.limit = limit;
  }

  @Override
  public String name() {
    return "expectation";
  }

  @Override
  public Set<Family> families() {
    return EnumSet.of(
        Family.PROCESS_EXPECTED,
        Family.PROCESS_VIOLATION_INFO,
        Family.EXPECTATION_PROCESSES,
        Family.EXPECTATION_VIOLATIONS,
        Family.CGROUP_EXPECTED,
        Family.CGROUP_VIOLATION_INFO,
        Family.EXPECTATION_CGROUPS,
        Family.EXPECTATION_CGROUP_VIOLATIONS,
        Family.SERIES_OVER_LIMIT);
  }

  @Override
  public void collect(Published published, Families families) {
    Judgements judgements = published.judgements();
    left = limit;
    refused = 0;
    List<ProcessInfo> shown = published.processes().shown();
    // Most often there is nothing to say of any process, and then none need be looked at.
    if (judgements.tallies().values().stream().anyMatch(tally -> tally.in(State.VIOLATED) > 0)) {
      addViolations(shown, judgements, families);
    }
    if (judgements.tallies().keySet().stream().anyMatch(expectation -> !expectation.builtIn())) {
      addKept(shown, judgements, families);
    }
    families.lacks(Family.PROCESS_EXPECTED, refused);
    judgements
        .tallies()
        .forEach(
            (expectation, tally) -> {
              for (State state : State.values()) {
                families.add(
                    Family.EXPECTATION_PROCESSES,
                    tally.in(state),
                    expectation.name(),
                    state.label());
              }
              families.add(Family.EXPECTATION_VIOLATIONS, tally.violations(), expectation.name());
            });
    addCgroups(published.findings().judgements(), judgements, families);
  }

  /** What expectations about limits come to; the limit holds for cgroups as well. */
  private void addCgroups(LimitJudgements limits, Judgements judgements, Families families) {
    SortedSet<String> labels = labelNames(judgements.tallies().keySet());
    int before = refused;
    List<CgroupStanding> violations =
        limits.standings().stream().filter(each -> each.standing().isViolated()).toList();
    for (CgroupStanding each : violations) {
      if (hasRoom()) {
        Standing standing = each.standing();
        addExpected(0, each, families);
        families.add(
            Family.CGROUP_VIOLATION_INFO,
            1,
            labels(labels, standing.expectation()),
            standing.expectation().name(),
            each.cgroup().value(),
            standing.expected(),
            standing.actual(),
            each.bindingText(),
            standing.expectation().severity());
      }
    }
    for (CgroupStanding each : limits.standings()) {
      State state = each.standing().state();
      if ((state == State.MET || state == State.PENDING) && hasRoom()) {
        addExpected(1, each, families);
      }
    }
    if (!limits.tallies().isEmpty()) {
      families.lacks(Family.CGROUP_EXPECTED, refused - before);
    }
    limits
        .tallies()
        .forEach(
            (expectation, tally) -> {
              for (State state : State.values()) {
                families.add(
                    Family.EXPECTATION_CGROUPS, tally.in(state), expectation.name(), state.label());
              }
              families.add(
                  Family.EXPECTATION_CGROUP_VIOLATIONS, tally.violations(), expectation.name());
            });
  }

  private static void addExpected(int value, CgroupStanding of, Families families) {
    families.add(
        Family.CGROUP_EXPECTED, value, of.standing().expectation().name(), of.cgroup().value());
  }

  /** Where the limit bites, violations come first. */
  private void addViolations(List<ProcessInfo> shown, Judgements judgements, Families families) {
    SortedSet<String> labels = labelNames(judgements.tallies().keySet());
    for (ProcessInfo process : shown) {
      for (Standing standing : judgements.of(process.id())) {
        if (standing.isViolated() && hasRoom()) {
          addExpected(0, standing, process, families);
          families.add(
              Family.PROCESS_VIOLATION_INFO,
              1,
              labels(labels, standing.expectation()),
              standing.expectation().name(),
              Integer.toString(process.pid()),
              process.comm(),
              standing.expected(),
              standing.actual(),
              standing.expectation().severity());
        }
      }
    }
  }

  private void addKept(List<ProcessInfo> shown, Judgements judgements, Families families) {
    for (ProcessInfo process : shown) {
      for (Standing standing : judgements.of(process.id())) {
        boolean holds = standing.state() == State.MET || standing.state() == State.PENDING;
        if (holds && !standing.expectation().builtIn() && hasRoom()) {
          addExpected(1, standing, process, families);
        }
      }
    }
  }

  private boolean hasRoom() {
    if (left == 0) {
      refused++;
      return false;
    }
    left--;
    return true;
  }

  private static void addExpected(
      int value, Standing standing, ProcessInfo process, Families families) {
    families.add(
        Family.PROCESS_EXPECTED,
        value,
        standing.expectation().name(),
        Integer.toString(process.pid()),
        process.comm());
  }

  private static SortedSet<String> labelNames(Set<Expectation> expectations) {
    SortedSet<String> names = new TreeSet<>();
    expectations.forEach(expectation -> names.addAll(expectation.labels().keySet()));
    return names;
  }

  /** All series of a family have the same labels: what an expectation has not is empty. */
  private static SortedMap<String, String> labels(
      SortedSet<String> names, Expectation expectation) {
    SortedMap<String, String> labels = new TreeMap<>();
    names.forEach(name -> labels.put(name, expectation.labels().getOrDefault(name, "")));
    return labels;
  }
}

package io.cgck.expect;

import io.cgck.expect.Watched.Held;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The expectations in force, by number, and what is counted of each. */
final class RuleBook {
  static final RuleBook EMPTY = new RuleBook(List.of(), new long[0]);

  private final List<Expectation> all;
  private final MatchIndex index;
  private final long[] violations;
  private final Map<State, long[]> counts = new EnumMap<>(State.class);
  private final List<Standing> met;
  private final List<Standing> unknown;
  private final boolean dependsOnParents;

  private RuleBook(List<Expectation> all, long[] violations) {
    this.all = List.copyOf(all);
    this.index = new MatchIndex(all);
    this.violations = violations;
    for (State state : State.values()) {
      counts.put(state, new long[all.size()]);
    }
    this.met = all.stream().map(each -> new Standing(each, State.MET, "", "")).toList();
    this.unknown = all.stream().map(each -> new Standing(each, State.UNKNOWN, "", "")).toList();
    this.dependsOnParents = all.stream().anyMatch(Expectation::dependsOnParent);
  }

  /** The rules that come after others, which go on with the counts of those of the same name. */
  static RuleBook after(RuleBook last, List<Expectation> expectations) {
    long[] violations = new long[expectations.size()];
    for (int rule = 0; rule < violations.length; rule++) {
      int before = last.numberOf(expectations.get(rule).name());
      violations[rule] = before < 0 ? 0 : last.violations[before];
    }
    return new RuleBook(expectations, violations);
  }

  Expectation get(int rule) {
    return all.get(rule);
  }

  MatchIndex index() {
    return index;
  }

  /** How a process stands that meets a rule: the same object for all of them. */
  Standing met(int rule) {
    return met.get(rule);
  }

  /** How a process stands of which it cannot be told. */
  Standing unknown(int rule) {
    return unknown.get(rule);
  }

  boolean dependsOnParents() {
    return dependsOnParents;
  }

  /** For each rule of another book its number here, or -1 if none here judges like it. */
  int[] numbersOf(RuleBook other) {
    int[] numbers = new int[other.all.size()];
    for (int rule = 0; rule < numbers.length; rule++) {
      Expectation expectation = other.get(rule);
      int number = numberOf(expectation.name());
      numbers[rule] = number >= 0 && get(number).judgesLike(expectation) ? number : -1;
    }
    return numbers;
  }

  private int numberOf(String name) {
    for (int rule = 0; rule < all.size(); rule++) {
      if (all.get(rule).name().equals(name)) {
        return rule;
      }
    }
    return -1;
  }

  void count(List<Held> standings, int by) {
    for (Held held : standings) {
      long[] of = counts.get(held.standing().state());
      if (of != null) {
        of[held.rule()] += by;
      }
    }
  }

  void countViolation(int rule) {
    violations[rule]++;
  }

  Map<Expectation, Tally> tallies() {
    Map<Expectation, Tally> tallies = LinkedHashMap.newLinkedHashMap(all.size());
    for (int rule = 0; rule < all.size(); rule++) {
      Map<State, Long> processes = new EnumMap<>(State.class);
      for (Map.Entry<State, long[]> count : counts.entrySet()) {
        processes.put(count.getKey(), count.getValue()[rule]);
      }
      tallies.put(all.get(rule), new Tally(processes, violations[rule]));
    }
    return Collections.unmodifiableMap(tallies);
  }
}

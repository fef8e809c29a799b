package io.cgck.expect;

import io.cgck.expect.Watched.Held;
import io.cgck.expect.Watched.Stand;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** The expectations in force, by number, and what is counted of each. */
final class RuleBook {
  static final RuleBook EMPTY = new RuleBook(List.of(), new long[0]);

  /** Few, since rules are meant for kinds of processes; but nobody may fill the memory. */
  private static final int MOST_KEPT = 1_000;

  private final List<Expectation> all;
  private final MatchIndex index;
  private final long[] violations;
  private final Map<State, long[]> counts = new EnumMap<>(State.class);
  private final List<Held> met;
  private final List<Standing> unknown;
  private final Map<BitSet, Stand> allMet = new HashMap<>();
  private final boolean dependsOnParents;
  private Optional<Map<Expectation, Tally>> tallies = Optional.empty();

  private RuleBook(List<Expectation> all, long[] violations) {
    this.all = List.copyOf(all);
    this.index = new MatchIndex(all);
    this.violations = violations;
    for (State state : State.values()) {
      counts.put(state, new long[all.size()]);
    }
    this.met = IntStream.range(0, all.size()).mapToObj(this::meets).toList();
    this.unknown = all.stream().map(each -> new Standing(each, State.UNKNOWN, "", "")).toList();
    this.dependsOnParents = all.stream().anyMatch(Expectation::dependsOnParent);
  }

  private Held meets(int rule) {
    return new Held(
        rule, new Standing(all.get(rule), State.MET, "", ""), OptionalLong.empty(), false);
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
  Held met(int rule) {
    return met.get(rule);
  }

  /** How a process stands that meets all of these rules: the same object for all of them. */
  Stand allMet(BitSet of) {
    Stand known = allMet.get(of);
    if (known != null) {
      return known;
    }
    if (allMet.size() >= MOST_KEPT) {
      allMet.clear();
    }
    Stand stand = Stand.of(of.stream().mapToObj(met::get).toList());
    allMet.put((BitSet) of.clone(), stand);
    return stand;
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
    tallies = Optional.empty();
    for (Held held : standings) {
      long[] of = counts.get(held.standing().state());
      if (of != null) {
        of[held.rule()] += by;
      }
    }
  }

  void countViolation(int rule) {
    tallies = Optional.empty();
    violations[rule]++;
  }

  /** One for each rule; the same object while none of the counts changes. */
  Map<Expectation, Tally> tallies() {
    Map<Expectation, Tally> counted = tallies.orElseGet(this::tally);
    tallies = Optional.of(counted);
    return counted;
  }

  private Map<Expectation, Tally> tally() {
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

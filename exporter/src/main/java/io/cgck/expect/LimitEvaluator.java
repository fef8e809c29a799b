package io.cgck.expect;

import static java.util.Objects.requireNonNull;

import io.cgck.attribute.Attributions;
import io.cgck.attribute.Attributor;
import io.cgck.match.CgroupFilter;
import io.cgck.match.Matcher;
import io.cgck.model.CgroupPath;
import io.cgck.model.EffectiveLimit;
import io.cgck.model.Hierarchy;
import io.cgck.model.LimitKind;
import io.cgck.model.Membership;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Judges the limits of cgroups by expectations, look after look. Meant are the cgroups in which
 * there are processes that the expectation matches, and those that it names by their whole path.
 *
 * <p>What a limit was when it was first seen is remembered by the path of the cgroup, also while
 * there is none: a service that is started again is to have the limits that it had. Of a cgroup
 * that is new it must have been the same twice in a row: who makes a cgroup sets its limits a
 * moment later, often with the process in it already.
 *
 * <p>Belongs to one thread.
 */
public final class LimitEvaluator {
  private final Attributor attributor = new Attributor();
  private List<Expectation> rules = List.of();
  private IdentityHashMap<ProcessInfo, BitSet> meant = new IdentityHashMap<>();
  private Map<Key, Held> held = new TreeMap<>();
  private List<ProcessInfo> lastProcesses = List.of();
  private Optional<Map<Key, List<LimitBound>>> lastSubjects = Optional.empty();
  private final Map<String, Long> violations = new TreeMap<>();
  private final FirstLimits firstSeen = new FirstLimits();
  private List<CgroupTurn> withdrawn = List.of();

  /** What limits come to. */
  public interface Source {
    /** What a limit comes to in a cgroup of the hierarchy that has its controller. */
    EffectiveLimit effective(LimitKind kind, Hierarchy hierarchy, CgroupPath cgroup);

    /** Size of a page of memory. */
    int pageBytes();
  }

  private record Key(String rule, CgroupPath cgroup) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::rule).thenComparing(Key::cgroup);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private record Held(CgroupStanding standing, OptionalLongNanos brokenSince, boolean counted) {}

  /** When something began, on a monotonic clock. */
  private record OptionalLongNanos(Optional<Long> nanos) {
    private static final OptionalLongNanos NEVER = new OptionalLongNanos(Optional.empty());
  }

  /** Puts other expectations in force; what is known of those that judge as before stays. */
  public void configure(List<Expectation> expectations) {
    List<Expectation> next =
        expectations.stream().filter(each -> !each.limits().isEmpty()).toList();
    Map<String, Expectation> byName = new TreeMap<>();
    next.forEach(each -> byName.put(each.name(), each));
    List<CgroupTurn> turns = new ArrayList<>(withdrawn);
    for (Expectation last : rules) {
      Expectation now = byName.get(last.name());
      if (now == null || !now.judgesLike(last)) {
        firstSeen.forget(last.name());
        held.entrySet()
            .removeIf(
                entry -> {
                  boolean gone = entry.getKey().rule.equals(last.name());
                  if (gone && entry.getValue().counted) {
                    turns.add(new CgroupTurn(entry.getValue().standing, Turn.Kind.WITHDRAWN));
                  }
                  return gone;
                });
      }
    }
    violations.keySet().retainAll(byName.keySet());
    withdrawn = turns;
    rules = next;
    meant = new IdentityHashMap<>();
    lastSubjects = Optional.empty();
  }

  /** The limits that expectations in force are about. */
  public Set<LimitKind> kinds() {
    Set<LimitKind> kinds = EnumSet.noneOf(LimitKind.class);
    rules.forEach(rule -> rule.limits().forEach(bound -> kinds.add(bound.kind())));
    return kinds;
  }

  /** Whether any expectation in force is about limits. */
  public boolean isIdle() {
    return rules.isEmpty() && withdrawn.isEmpty();
  }

  /**
   * Judges after a scan.
   *
   * @param nanos time of the scan on a monotonic clock
   */
  public LimitJudgements evaluate(
      Snapshot snapshot, Attributions attributions, Source limits, long nanos) {
    requireNonNull(limits, "limits is null");
    Map<LimitKind, Hierarchy> hierarchies = new EnumMap<>(LimitKind.class);
    for (LimitKind kind : LimitKind.values()) {
      hierarchyOf(kind, snapshot).ifPresent(hierarchy -> hierarchies.put(kind, hierarchy));
    }
    Map<Key, List<LimitBound>> subjects = subjectsOf(snapshot, attributions, hierarchies);
    List<CgroupTurn> turns = new ArrayList<>(withdrawn);
    withdrawn = List.of();
    Map<Key, Held> next = new TreeMap<>();
    subjects.forEach(
        (key, bounds) -> {
          Expectation rule = ruleOf(key);
          Optional<Held> last = Optional.ofNullable(held.get(key));
          stand(rule, key.cgroup, judge(key, bounds, hierarchies, limits), last, nanos)
              .ifPresent(now -> next.put(key, now));
        });
    next.forEach(
        (key, now) -> {
          Held last = held.get(key);
          if (now.counted && (last == null || !last.counted)) {
            violations.merge(key.rule, 1L, Long::sum);
            turns.add(new CgroupTurn(now.standing, Turn.Kind.BEGAN));
          }
        });
    held.forEach(
        (key, last) -> {
          Held now = next.get(key);
          if (last.counted && (now == null || !now.counted)) {
            turns.add(
                new CgroupTurn(
                    last.standing, now == null ? Turn.Kind.CGROUP_LEFT : Turn.Kind.RIGHTED));
          }
        });
    held = next;
    firstSeen.endLook();
    return new LimitJudgements(
        tallies(), held.values().stream().map(Held::standing).toList(), turns);
  }

  private Expectation ruleOf(Key key) {
    return rules.stream().filter(each -> each.name().equals(key.rule)).findFirst().orElseThrow();
  }

  /** The hierarchy that has the controller of a limit. */
  public static Optional<Hierarchy> hierarchyOf(LimitKind kind, Snapshot snapshot) {
    HierarchyName name = new HierarchyName(kind.controller());
    return snapshot.hierarchies().stream()
        .filter(hierarchy -> !hierarchy.isUnified() && name.names(hierarchy))
        .findFirst()
        .or(() -> snapshot.hierarchies().stream().filter(Hierarchy::isUnified).findFirst());
  }

  @SuppressWarnings("ReferenceEquality") // The scanner keeps the list as long as nothing changes.
  private Map<Key, List<LimitBound>> subjectsOf(
      Snapshot snapshot, Attributions attributions, Map<LimitKind, Hierarchy> hierarchies) {
    if (lastSubjects.isEmpty() || snapshot.processes() != lastProcesses) {
      lastProcesses = snapshot.processes();
      lastSubjects = Optional.of(subjects(snapshot, attributions, hierarchies));
    }
    return lastSubjects.get();
  }

  private Map<Key, List<LimitBound>> subjects(
      Snapshot snapshot, Attributions attributions, Map<LimitKind, Hierarchy> hierarchies) {
    Map<Key, List<LimitBound>> subjects = new TreeMap<>();
    IdentityHashMap<ProcessInfo, BitSet> now = new IdentityHashMap<>();
    IdentityHashMap<List<Membership>, BitSet> byPlace = new IdentityHashMap<>();
    for (ProcessInfo process : snapshot.processes()) {
      if (!process.kernelThread() && !process.zombie()) {
        BitSet known = meant.get(process);
        BitSet of = known == null ? meaning(process, attributions) : known;
        now.put(process, of);
        if (!of.isEmpty()) {
          byPlace.computeIfAbsent(process.memberships(), same -> new BitSet()).or(of);
        }
      }
    }
    meant = now;
    byPlace.forEach(
        (memberships, of) ->
            of.stream()
                .forEach(
                    rule ->
                        rules
                            .get(rule)
                            .limits()
                            .forEach(
                                bound ->
                                    place(
                                            memberships,
                                            Optional.ofNullable(hierarchies.get(bound.kind()))
                                                .or(snapshot::defaultHierarchy))
                                        .ifPresent(
                                            cgroup ->
                                                add(subjects, rules.get(rule), cgroup, bound)))));
    for (Expectation rule : rules) {
      named(rule)
          .forEach(cgroup -> rule.limits().forEach(bound -> add(subjects, rule, cgroup, bound)));
    }
    return subjects;
  }

  private static void add(
      Map<Key, List<LimitBound>> subjects, Expectation rule, CgroupPath cgroup, LimitBound bound) {
    List<LimitBound> bounds =
        subjects.computeIfAbsent(new Key(rule.name(), cgroup), same -> new ArrayList<>());
    if (!bounds.contains(bound)) {
      bounds.add(bound);
    }
  }

  /** A cgroup is named if nothing is asked that only a process can be. */
  private Stream<CgroupPath> named(Expectation rule) {
    return rule.match().stream()
        .flatMap(
            matcher ->
                CgroupFilter.named(matcher)
                    .filter(path -> CgroupFilter.holds(matcher, path, attributor.attribute(path))));
  }

  private BitSet meaning(ProcessInfo process, Attributions attributions) {
    BitSet of = new BitSet();
    for (int rule = 0; rule < rules.size(); rule++) {
      Expectation expectation = rules.get(rule);
      of.set(
          rule,
          expectation.match().map(each -> matches(each, process, attributions)).orElse(true)
              && expectation.except().stream()
                  .noneMatch(each -> matches(each, process, attributions)));
    }
    return of;
  }

  private static boolean matches(Matcher matcher, ProcessInfo process, Attributions attributions) {
    return matcher.matches(process, attributions.of(process));
  }

  /**
   * Where no hierarchy has the controller, the limit is unknown where the process is by default.
   */
  private static Optional<CgroupPath> place(
      List<Membership> memberships, Optional<Hierarchy> hierarchy) {
    return memberships.stream()
        .filter(membership -> Optional.of(membership.hierarchy()).equals(hierarchy))
        .filter(membership -> !membership.removed())
        .map(Membership::cgroup)
        .findFirst();
  }

  /** What came of all limits of a cgroup, and which cgroups set those that are broken. */
  private record Judged(Verdict verdict, SortedSet<CgroupPath> binding) {}

  private Judged judge(
      Key key, List<LimitBound> bounds, Map<LimitKind, Hierarchy> hierarchies, Source limits) {
    List<Verdict.Broken> broken = new ArrayList<>();
    SortedSet<CgroupPath> binding = new TreeSet<>();
    boolean unknown = false;
    boolean met = false;
    for (LimitBound bound : bounds) {
      Hierarchy hierarchy = hierarchies.get(bound.kind());
      EffectiveLimit limit =
          hierarchy == null
              ? new EffectiveLimit.Unknown()
              : limits.effective(bound.kind(), hierarchy, key.cgroup);
      switch (limit) {
        case EffectiveLimit.NoCgroup() -> {
          // Nothing is expected of what is not there.
        }
        case EffectiveLimit.Unknown() -> unknown = true;
        case EffectiveLimit.Known known -> {
          Verdict verdict = bound.judge(known, firstSeen(key, bound, known), limits.pageBytes());
          if (verdict instanceof Verdict.Broken itIsBroken) {
            broken.add(itIsBroken);
            binding.add(known.binding().orElse(key.cgroup));
          }
          met |= verdict instanceof Verdict.Met;
        }
      }
    }
    if (!broken.isEmpty()) {
      return new Judged(
          new Verdict.Broken(
              String.join("; ", broken.stream().map(Verdict.Broken::expected).toList()),
              String.join("; ", broken.stream().map(Verdict.Broken::actual).toList())),
          binding);
    }
    if (unknown) {
      return new Judged(new Verdict.Unknown(), binding);
    }
    return new Judged(met ? new Verdict.Met() : new Verdict.NotMeant(), binding);
  }

  private OptionalDouble firstSeen(Key key, LimitBound bound, EffectiveLimit.Known now) {
    if (bound.relation() != LimitBound.Relation.UNCHANGED) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(firstSeen.of(key.rule, key.cgroup, bound.kind(), now.value()));
  }

  private static Optional<Held> stand(
      Expectation rule, CgroupPath cgroup, Judged judged, Optional<Held> last, long nanos) {
    boolean counted = last.map(Held::counted).orElse(false);
    OptionalLongNanos since = last.map(Held::brokenSince).orElse(OptionalLongNanos.NEVER);
    return switch (judged.verdict) {
      case Verdict.NotMeant() -> Optional.empty();
      case Verdict.Met() ->
          Optional.of(
              held(rule, cgroup, State.MET, "", "", judged, OptionalLongNanos.NEVER, false));
      case Verdict.Broken(String expected, String actual) -> {
        long began = since.nanos.orElse(nanos);
        boolean violated = counted || nanos - began >= rule.patience().toNanos();
        yield Optional.of(
            held(
                rule,
                cgroup,
                violated ? State.VIOLATED : State.PENDING,
                expected,
                actual,
                judged,
                new OptionalLongNanos(Optional.of(began)),
                violated));
      }
      // What cannot be read neither ends a violation nor begins it.
      case Verdict.Unknown() ->
          counted
              ? last
              : Optional.of(held(rule, cgroup, State.UNKNOWN, "", "", judged, since, false));
    };
  }

  private static Held held(
      Expectation rule,
      CgroupPath cgroup,
      State state,
      String expected,
      String actual,
      Judged judged,
      OptionalLongNanos since,
      boolean counted) {
    return new Held(
        new CgroupStanding(cgroup, new Standing(rule, state, expected, actual), judged.binding),
        since,
        counted);
  }

  private Map<Expectation, Tally> tallies() {
    Map<Expectation, Tally> tallies = new LinkedHashMap<>();
    for (Expectation rule : rules) {
      Map<State, Long> counts = new EnumMap<>(State.class);
      for (Held each : held.values()) {
        if (each.standing.standing().expectation().name().equals(rule.name())) {
          counts.merge(each.standing.standing().state(), 1L, Long::sum);
        }
      }
      tallies.put(rule, new Tally(counts, violations.getOrDefault(rule.name(), 0L)));
    }
    return Collections.unmodifiableMap(tallies);
  }
}

package io.cgck.expect;

import static java.util.Objects.requireNonNull;

import io.cgck.attribute.Attributions;
import io.cgck.expect.Watched.Held;
import io.cgck.expect.Watched.Stand;
import io.cgck.model.CgroupNamespace;
import io.cgck.model.CgroupPath;
import io.cgck.model.NamespaceId;
import io.cgck.model.ProcessId;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import io.cgck.scan.Changes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges processes by expectations, scan after scan. A process is judged again when something of it
 * changed, or of what it is compared with, or while its patience runs: the work grows with what
 * changed, not with all processes or all rules.
 *
 * <p>Belongs to one thread.
 */
final class Evaluator {
  private final Population population = new Population();
  private final Set<Watched> pending = new HashSet<>();
  private final Map<ProcessId, List<Standing>> standings = new HashMap<>();
  private RuleBook rules = RuleBook.EMPTY;
  private boolean systemdHost;
  private boolean judgeAll;

  /** Whether some process stood otherwise on its way. */
  private boolean travelled;

  private List<Turn> dropped = List.of();
  private Map<ProcessId, List<Standing>> published = Map.of();

  /**
   * Puts other expectations in force. What is known of processes stays, and so do patience and
   * counts of those that judge as before.
   */
  void configure(List<Expectation> expectations) {
    RuleBook last = rules;
    rules = RuleBook.after(last, expectations);
    int[] numbers = rules.numbersOf(last);
    List<Turn> turns = new ArrayList<>(dropped);
    population.all().forEach(process -> carryOver(process, numbers, turns));
    dropped = turns;
    judgeAll = true;
  }

  private void carryOver(Watched process, int[] numbers, List<Turn> turns) {
    process.held().stream()
        .filter(held -> held.counted() && numbers[held.rule()] < 0)
        .forEach(held -> turns.add(new Turn(process.now(), held.standing(), Turn.Kind.WITHDRAWN)));
    List<Held> standings =
        process.held().stream()
            .filter(held -> numbers[held.rule()] >= 0)
            .map(held -> held.under(numbers[held.rule()], rules.get(numbers[held.rule()])))
            .toList();
    process.isJudgedBy(numbers, standings);
    rules.count(standings, 1);
    keepStandings(process);
  }

  /**
   * Judges processes at the places where they were between two scans, as if a scan had seen them
   * there: what began there and ended before this scan is counted, and how long it lasted is
   * measured against patience.
   *
   * @param passed also of those places
   * @return the changes that are left until the processes are as the snapshot has them
   */
  Changes travel(Trips trips, Snapshot snapshot, Changes changes, Attributions passed) {
    Map<ProcessId, Changes.Change> ends = new LinkedHashMap<>();
    changes.changed().forEach(change -> ends.put(change.now().id(), change));
    Map<Integer, ProcessInfo> now = new HashMap<>();
    Set<Integer> travellers =
        trips.stops().keySet().stream().map(ProcessId::pid).collect(Collectors.toSet());
    snapshot.processes().stream()
        .filter(process -> travellers.contains(process.pid()))
        .forEach(process -> now.put(process.pid(), process));
    List<Turn> turns = new ArrayList<>(dropped);
    Map<NamespaceId, CgroupPath> roots = roots(snapshot);
    trips
        .stops()
        .forEach(
            (id, stops) ->
                population
                    .find(id)
                    .ifPresent(
                        process -> {
                          travel(process, stops, snapshot, passed, roots, turns);
                          ProcessInfo end = now.get(id.pid());
                          if (end != null && end.id().equals(id)) {
                            ends.put(id, new Changes.Change(process.now(), end));
                          }
                        }));
    dropped = turns;
    List<Changes.Change> changed = new ArrayList<>(ends.values());
    changed.sort(Comparator.comparingInt(change -> change.now().pid()));
    return new Changes(changes.born(), changes.ended(), changed);
  }

  private void travel(
      Watched process,
      List<Trips.Stop> stops,
      Snapshot snapshot,
      Attributions passed,
      Map<NamespaceId, CgroupPath> roots,
      List<Turn> turns) {
    for (Trips.Stop stop : stops) {
      if (process.isPending()) {
        // As it is about to leave, it has been there for so long.
        travelled |= judge(process, subject(process, snapshot, passed, roots), stop.nanos(), turns);
      }
      boolean byDefault = snapshot.defaultHierarchy().equals(Optional.of(stop.hierarchy()));
      Optional<CgroupPath> root =
          process.now().namespaces().cgroup().flatMap(id -> Optional.ofNullable(roots.get(id)));
      ProcessInfo there = process.now().at(stop.hierarchy(), stop.cgroup(), byDefault, root);
      population.pass(process, there, passed);
      travelled |= judge(process, subject(process, snapshot, passed, roots), stop.nanos(), turns);
    }
  }

  /**
   * Judges after a scan.
   *
   * @param nanos time of the scan on a monotonic clock
   * @param whole whether all processes were looked at
   */
  Judgements evaluate(
      Snapshot snapshot, Changes changes, Attributions attributions, long nanos, boolean whole) {
    requireNonNull(snapshot, "snapshot is null");
    List<Turn> turns = new ArrayList<>(dropped);
    dropped = List.of();
    Population.Arrivals arrivals =
        population.take(changes, attributions, snapshot.defaultHierarchy(), whole);
    arrivals.ended().forEach(process -> end(process, turns));
    if (population.isSystemdHost() != systemdHost) {
      systemdHost = !systemdHost;
      judgeAll = true;
    }
    Collection<Watched> toJudge = judgeAll ? population.all() : due(arrivals);
    boolean changed = judge(snapshot, attributions, toJudge, nanos, turns);
    if (changed || travelled || judgeAll || !arrivals.ended().isEmpty()) {
      published = Collections.unmodifiableMap(new HashMap<>(standings));
    }
    judgeAll = false;
    travelled = false;
    turns.sort(Evaluator::byProcess);
    return new Judgements(rules.tallies(), published, turns);
  }

  private static int byProcess(Turn one, Turn other) {
    int byPid = Integer.compare(one.process().pid(), other.process().pid());
    return byPid != 0
        ? byPid
        : one.violation().expectation().name().compareTo(other.violation().expectation().name());
  }

  private Set<Watched> due(Population.Arrivals arrivals) {
    Set<Watched> due = new HashSet<>(arrivals.due());
    due.addAll(pending);
    if (rules.dependsOnParents()) {
      due.addAll(arrivals.children());
    }
    return due;
  }

  private void end(Watched process, List<Turn> turns) {
    pending.remove(process);
    standings.remove(process.now().id());
    rules.count(process.held(), -1);
    for (Held held : process.held()) {
      if (held.counted()) {
        turns.add(new Turn(process.now(), held.standing(), Turn.Kind.PROCESS_ENDED));
      }
    }
  }

  /** Says whether any of them stands otherwise than before. */
  private boolean judge(
      Snapshot snapshot,
      Attributions attributions,
      Collection<Watched> due,
      long nanos,
      List<Turn> turns) {
    if (due.isEmpty()) {
      return false;
    }
    boolean changed = false;
    Map<NamespaceId, CgroupPath> roots = roots(snapshot);
    for (Watched process : due) {
      changed |= judge(process, subject(process, snapshot, attributions, roots), nanos, turns);
    }
    return changed;
  }

  private static Map<NamespaceId, CgroupPath> roots(Snapshot snapshot) {
    Map<NamespaceId, CgroupPath> roots = new HashMap<>();
    for (CgroupNamespace namespace : snapshot.cgroupNamespaces()) {
      snapshot
          .defaultHierarchy()
          .flatMap(namespace.root()::in)
          .ifPresent(root -> roots.put(namespace.id(), root));
    }
    return roots;
  }

  private Subject subject(
      Watched process,
      Snapshot snapshot,
      Attributions attributions,
      Map<NamespaceId, CgroupPath> roots) {
    return new Subject(
        process.now(),
        snapshot.defaultHierarchy(),
        attributions,
        List.of(),
        process.home(),
        process.parent(),
        process.now().namespaces().cgroup().map(roots::get),
        population.isOfPrivateContainer(process),
        process.isOfTheKernel(),
        systemdHost);
  }

  private boolean judge(Watched process, Subject subject, long nanos, List<Turn> turns) {
    BitSet meant =
        rules
            .index()
            .meaning(process.now(), subject.attributions().of(process.now()), process.memory());
    List<Held> held = new ArrayList<>(meant.cardinality());
    boolean allMet = true;
    for (int rule = meant.nextSetBit(0); rule >= 0; rule = meant.nextSetBit(rule + 1)) {
      Verdict verdict = verdict(rules.get(rule), rule, process, subject);
      allMet &= verdict instanceof Verdict.Met || verdict instanceof Verdict.NotMeant;
      Optional<Held> next = stand(rule, verdict, process.held(rule), nanos);
      next.ifPresent(held::add);
      meant.set(rule, next.isPresent());
    }
    if (areSame(held, process.held())) {
      return false;
    }
    rules.count(process.held(), -1);
    rules.count(held, 1);
    turn(process, held, turns);
    process.stands(allMet ? rules.allMet(meant) : Stand.of(held));
    keepStandings(process);
    if (process.isPending()) {
      pending.add(process);
    } else {
      pending.remove(process);
    }
    return true;
  }

  private void keepStandings(Watched process) {
    if (process.standings().isEmpty()) {
      standings.remove(process.now().id());
    } else {
      standings.put(process.now().id(), process.standings());
    }
  }

  /** Whether all are the same objects, as they are where nothing has changed. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean areSame(List<Held> some, List<Held> others) {
    if (some.size() != others.size()) {
      return false;
    }
    for (int index = 0; index < some.size(); index++) {
      if (some.get(index) != others.get(index)) {
        return false;
      }
    }
    return true;
  }

  private static Verdict verdict(
      Expectation expectation, int rule, Watched process, Subject subject) {
    Optional<Boolean> excepted = expectation.excepts(subject);
    if (excepted.isEmpty()) {
      return new Verdict.Unknown();
    }
    if (excepted.get()) {
      return new Verdict.NotMeant();
    }
    return expectation.judge(
        expectation.dependsOnFirstSeen() ? subject.firstSeenIn(process.firstSeen(rule)) : subject);
  }

  private Optional<Held> stand(int rule, Verdict verdict, Optional<Held> last, long nanos) {
    if (verdict instanceof Verdict.NotMeant) {
      return Optional.empty();
    }
    if (verdict instanceof Verdict.Met) {
      return Optional.of(rules.met(rule));
    }
    OptionalLong brokenSince = last.map(Held::brokenSince).orElse(OptionalLong.empty());
    boolean counted = last.map(Held::counted).orElse(false);
    if (verdict instanceof Verdict.Broken(String expected, String actual)) {
      Expectation expectation = rules.get(rule);
      long since = brokenSince.orElse(nanos);
      // What counts already goes on to, also under more patience after a reload.
      boolean violated = counted || nanos - since >= expectation.patience().toNanos();
      State state = violated ? State.VIOLATED : State.PENDING;
      return Optional.of(
          lastOr(
              last,
              new Held(
                  rule,
                  new Standing(expectation, state, expected, actual),
                  OptionalLong.of(since),
                  violated)));
    }
    // What cannot be read neither ends a violation nor begins it.
    return counted
        ? last
        : Optional.of(lastOr(last, new Held(rule, rules.unknown(rule), brokenSince, false)));
  }

  /** The same object as long as it is equal. */
  private static Held lastOr(Optional<Held> last, Held next) {
    return last.filter(next::isLike).orElse(next);
  }

  private void turn(Watched process, List<Held> next, List<Turn> turns) {
    for (Held held : next) {
      boolean before = process.held(held.rule()).map(Held::counted).orElse(false);
      if (held.counted() && !before) {
        rules.countViolation(held.rule());
        turns.add(new Turn(process.now(), held.standing(), Turn.Kind.BEGAN));
      }
    }
    for (Held held : process.held()) {
      boolean still = next.stream().anyMatch(each -> each.rule() == held.rule() && each.counted());
      if (held.counted() && !still) {
        turns.add(new Turn(process.now(), held.standing(), Turn.Kind.RIGHTED));
      }
    }
  }
}

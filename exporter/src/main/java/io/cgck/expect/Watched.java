package io.cgck.expect;

import io.cgck.attribute.Territory;
import io.cgck.model.Membership;
import io.cgck.model.ProcessInfo;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A living process of user space, with what is remembered of it from scan to scan. */
final class Watched {
  private ProcessInfo now;

  /** Its cgroups when a rule that depends on it first meant it, by number of the expectation. */
  private Map<Integer, List<Membership>> firstSeen = Map.of();

  private Optional<Territory> home;
  private Optional<ProcessInfo> parent;
  private final boolean ofTheKernel;
  private MatchIndex.Memory memory = new MatchIndex.Memory();
  private Stand stand = Stand.NONE;

  /**
   * How it stands to one expectation.
   *
   * @param rule number of the expectation
   * @param brokenSince when it was first seen broken, on a monotonic clock in nanoseconds; empty if
   *     it is not
   * @param counted whether this violation was counted
   */
  record Held(int rule, Standing standing, OptionalLong brokenSince, boolean counted) {
    /** Whether another is the same under the same rules. */
    boolean isLike(Held other) {
      return rule == other.rule
          && counted == other.counted
          && brokenSince.equals(other.brokenSince)
          && standing.state() == other.standing.state()
          && standing.expected().equals(other.standing.expected())
          && standing.actual().equals(other.standing.actual());
    }

    /** The same under an expectation that judges alike, and its number. */
    Held under(int number, Expectation expectation) {
      return new Held(
          number,
          new Standing(expectation, standing.state(), standing.expected(), standing.actual()),
          brokenSince,
          counted);
    }
  }

  /**
   * How it stands to all that mean it. Most processes stand alike and share one of these.
   *
   * @param standings of the same, in the same order
   */
  record Stand(List<Held> held, List<Standing> standings) {
    static final Stand NONE = new Stand(List.of(), List.of());

    static Stand of(List<Held> held) {
      return held.isEmpty()
          ? NONE
          : new Stand(List.copyOf(held), held.stream().map(Held::standing).toList());
    }
  }

  Watched(
      ProcessInfo now,
      Optional<Territory> home,
      Optional<ProcessInfo> parent,
      boolean ofTheKernel) {
    this.now = now;
    this.home = home;
    this.parent = parent;
    this.ofTheKernel = ofTheKernel;
  }

  ProcessInfo now() {
    return now;
  }

  /** Where it was when a rule first meant it: now, if that was never before. */
  List<Membership> firstSeen(int rule) {
    if (now.memberships().isEmpty()) {
      return firstSeen.getOrDefault(rule, List.of());
    }
    List<Membership> known = firstSeen.get(rule);
    if (known != null) {
      return known;
    }
    // Most processes are meant by no such rule, or by one.
    Map<Integer, List<Membership>> more = new HashMap<>(firstSeen);
    more.put(rule, now.memberships());
    firstSeen = Map.copyOf(more);
    return now.memberships();
  }

  Optional<Territory> home() {
    return home;
  }

  Optional<ProcessInfo> parent() {
    return parent;
  }

  /** Whether the kernel started it, or a helper of the kernel that was in the root cgroup. */
  boolean isOfTheKernel() {
    return ofTheKernel;
  }

  MatchIndex.Memory memory() {
    return memory;
  }

  List<Held> held() {
    return stand.held();
  }

  /** How it stands to the expectations that mean it. */
  List<Standing> standings() {
    return stand.standings();
  }

  boolean isPending() {
    for (Held each : held()) {
      if (each.standing().state() == State.PENDING) {
        return true;
      }
    }
    return false;
  }

  Optional<Held> held(int rule) {
    for (Held each : held()) {
      if (each.rule() == rule) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  void becomes(ProcessInfo next) {
    if (next.hasExecutedSince(now)) {
      // Another program begins anew, but no execve(2) gets out of a violation.
      BitSet broken = new BitSet();
      held().stream()
          .filter(each -> each.brokenSince().isPresent())
          .forEach(each -> broken.set(each.rule()));
      memory.meantBefore().and(broken);
      Map<Integer, List<Membership>> kept = new HashMap<>(firstSeen);
      kept.keySet().removeIf(rule -> !broken.get(rule));
      firstSeen = Map.copyOf(kept);
    }
    now = next;
  }

  /** The default hierarchy is another one: what was remembered of places was of the other tree. */
  void beginsAnew(Optional<Territory> territory) {
    firstSeen = Map.of();
    home = territory;
    memory = new MatchIndex.Memory();
  }

  void isAtHomeIn(Optional<Territory> territory) {
    home = territory;
  }

  /** The process that started it goes on; whoever adopts it later is not its parent. */
  void parentBecomes(ProcessInfo next) {
    parent = Optional.of(next);
  }

  void stands(Stand next) {
    stand = next;
  }

  /**
   * Other expectations are in force.
   *
   * @param numbers the number of each rule among them, or -1 if it is not
   */
  void isJudgedBy(int[] numbers, List<Held> next) {
    BitSet before = memory.meantBefore();
    memory = new MatchIndex.Memory();
    before.stream()
        .filter(old -> numbers[old] >= 0)
        .forEach(old -> memory.meantBefore().set(numbers[old]));
    Map<Integer, List<Membership>> seen = new HashMap<>();
    firstSeen.forEach(
        (old, memberships) -> {
          if (numbers[old] >= 0) {
            seen.put(numbers[old], memberships);
          }
        });
    firstSeen = Map.copyOf(seen);
    stands(Stand.of(next));
  }
}

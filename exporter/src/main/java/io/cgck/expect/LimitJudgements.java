package io.cgck.expect;

import java.util.List;
import java.util.Map;

/**
 * How the limits of all cgroups stand to the expectations that mean them. Immutable.
 *
 * @param tallies counts cgroups; one for each expectation about limits
 * @param standings by expectation and cgroup
 * @param turns the violations that began or ended since the look before
 */
public record LimitJudgements(
    Map<Expectation, Tally> tallies, List<CgroupStanding> standings, List<CgroupTurn> turns) {
  public static final LimitJudgements NONE = new LimitJudgements(Map.of(), List.of(), List.of());

  public LimitJudgements {
    standings = List.copyOf(standings);
    turns = List.copyOf(turns);
  }
}

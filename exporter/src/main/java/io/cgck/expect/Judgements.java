package io.cgck.expect;

import static java.util.Objects.requireNonNull;

import io.cgck.model.ProcessId;
import java.util.List;
import java.util.Map;

/**
 * How all processes stand to all expectations after one scan. Immutable.
 *
 * @param tallies one for each expectation, in the order of the configuration
 * @param standings of each process that an expectation means, in the same order
 * @param turns the violations that began or ended since the scan before, by PID
 */
public record Judgements(
    Map<Expectation, Tally> tallies, Map<ProcessId, List<Standing>> standings, List<Turn> turns) {
  public Judgements {
    requireNonNull(tallies, "tallies is null");
    requireNonNull(standings, "standings is null");
    turns = List.copyOf(turns);
  }

  /** How a process stands; empty if no expectation means it. */
  public List<Standing> of(ProcessId process) {
    return standings.getOrDefault(process, List.of());
  }

  public boolean isViolatedBy(ProcessId process) {
    return of(process).stream().anyMatch(Standing::isViolated);
  }
}

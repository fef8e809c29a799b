package io.cgck.expect;

import java.util.Map;

/**
 * What one expectation comes to.
 *
 * @param processes how many processes are in each state
 * @param violations how often a process began to violate it since it is in force
 */
public record Tally(Map<State, Long> processes, long violations) {
  public Tally {
    processes = Map.copyOf(processes);
  }

  /** How many processes are in a state. */
  public long in(State state) {
    return processes.getOrDefault(state, 0L);
  }

  /** All processes that are meant. */
  public long meant() {
    return processes.values().stream().mapToLong(Long::longValue).sum();
  }
}

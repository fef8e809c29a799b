package io.cgck.expect;

import static java.util.Objects.requireNonNull;

/**
 * How a process stands to an expectation that means it.
 *
 * @param expected what should be; empty unless pending or violated
 * @param actual what is instead; empty unless pending or violated
 */
public record Standing(Expectation expectation, State state, String expected, String actual) {
  public Standing {
    requireNonNull(expectation, "expectation is null");
    requireNonNull(state, "state is null");
    requireNonNull(expected, "expected is null");
    requireNonNull(actual, "actual is null");
  }

  public boolean isViolated() {
    return state == State.VIOLATED;
  }
}

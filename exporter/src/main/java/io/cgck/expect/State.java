package io.cgck.expect;

import java.util.Locale;

/** How a process stands to an expectation that means it. */
public enum State {
  MET,
  /** Broken, but not yet for as long as patience goes. */
  PENDING,
  VIOLATED,
  /** Something could not be read that it depends on. */
  UNKNOWN;

  private final String label;

  State() {
    this.label = name().toLowerCase(Locale.ROOT);
  }

  /** Value of the label {@code state}. */
  public String label() {
    return label;
  }
}

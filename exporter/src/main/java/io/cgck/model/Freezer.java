package io.cgck.model;

import java.util.Locale;

/** Whether the processes of a cgroup are stopped by its freezer. */
public enum Freezer {
  THAWED,
  /** It is to be frozen, and not all of its processes have stopped yet. */
  FREEZING,
  FROZEN;

  private final String label;

  Freezer() {
    this.label = name().toLowerCase(Locale.ROOT);
  }

  /** Value of the label {@code state}. */
  public String label() {
    return label;
  }
}

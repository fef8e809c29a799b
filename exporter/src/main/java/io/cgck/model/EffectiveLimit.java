package io.cgck.model;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** What a limit comes to for the processes of a cgroup. */
public sealed interface EffectiveLimit {
  /**
   * The lowest one on the way up the tree.
   *
   * @param value in the unit of the kind; positive infinity for none
   * @param own what the cgroup itself has; positive infinity for none
   * @param binding the cgroup whose limit that is; empty if there is none
   */
  record Known(double value, double own, Optional<CgroupPath> binding) implements EffectiveLimit {
    public Known {
      requireNonNull(binding, "binding is null");
    }
  }

  /** There is no such cgroup. */
  record NoCgroup() implements EffectiveLimit {}

  /** A file could not be read that it depends on. */
  record Unknown() implements EffectiveLimit {}
}

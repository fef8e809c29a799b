package io.cgck.expect;

import static java.util.Objects.requireNonNull;

import io.cgck.model.ProcessInfo;

/**
 * A violation began or ended.
 *
 * @param process as it was seen last
 * @param violation what was violated
 */
public record Turn(ProcessInfo process, Standing violation, Kind kind) {
  public Turn {
    requireNonNull(process, "process is null");
    requireNonNull(violation, "violation is null");
    requireNonNull(kind, "kind is null");
  }

  /** Which way it went. */
  public enum Kind {
    /** The process violates the expectation from now on. */
    BEGAN,
    /** It is met again, or does not mean the process any more. */
    RIGHTED,
    /** The expectation is not in force any more, or judges otherwise, after a reload. */
    WITHDRAWN,
    /** The process ended. */
    PROCESS_ENDED,
    /** The cgroup is gone, or has none of the processes any more that the expectation means. */
    CGROUP_LEFT
  }
}

package io.cgck.model;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A living process changed its cgroup in one hierarchy. Births and deaths are none.
 *
 * @param comm its command name after the move
 * @param uid its effective user ID after the move, an unsigned number of 32 bits; empty if unread
 * @param from empty if nobody had seen the process before it was moved
 * @param time when it was, or when it was noticed
 * @param how how it was noticed, and what is known by that
 */
public record Move(
    ProcessId process,
    String comm,
    OptionalInt uid,
    Hierarchy hierarchy,
    Optional<CgroupPath> from,
    CgroupPath to,
    Instant time,
    How how) {
  public Move {
    requireNonNull(process, "process is null");
    requireNonNull(comm, "comm is null");
    requireNonNull(uid, "uid is null");
    requireNonNull(hierarchy, "hierarchy is null");
    requireNonNull(from, "from is null");
    requireNonNull(to, "to is null");
    requireNonNull(time, "time is null");
    requireNonNull(how, "how is null");
  }

  /** How often it was: more than once if events were merged. */
  public long times() {
    return how instanceof Traced traced ? traced.times() : 1;
  }

  /** Who did it, if that is known. */
  public Optional<Mover> mover() {
    return how instanceof Traced traced ? Optional.of(traced.mover()) : Optional.empty();
  }

  /** For how long the process was away from where it is now; empty if it never was there. */
  public Optional<Duration> away() {
    return how instanceof Traced traced ? traced.away() : Optional.empty();
  }

  /** How a move was noticed. */
  public sealed interface How {
    /** Value of the label {@code source}. */
    String label();
  }

  /** Two scans saw the process in different cgroups. */
  public record Scanned() implements How {
    public static final String LABEL = "scan";

    @Override
    public String label() {
      return LABEL;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Scanned;
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }

  /**
   * The kernel reported it.
   *
   * @param times how many moves like this one stand for
   * @param away for how long the process was away when it came back; empty if it did not
   */
  public record Traced(Mover mover, long times, Optional<Duration> away) implements How {
    public static final String LABEL = "trace";

    public Traced {
      requireNonNull(mover, "mover is null");
      requireNonNull(away, "away is null");
      if (times < 1) {
        throw new IllegalArgumentException("times is not positive: " + times);
      }
    }

    @Override
    public String label() {
      return LABEL;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Traced that
          && mover.equals(that.mover)
          && times == that.times
          && away.equals(that.away);
    }

    @Override
    public int hashCode() {
      return mover.hashCode();
    }
  }
}

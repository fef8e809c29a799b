package io.cgck.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * A living process changed its cgroup in one hierarchy. Births and deaths are none.
 *
 * @param comm its command name after the move
 * @param uid its effective user ID after the move, an unsigned number of 32 bits; empty if unread
 * @param time when it was noticed
 * @param source how it was noticed
 */
public record Move(
    ProcessId process,
    String comm,
    OptionalInt uid,
    Hierarchy hierarchy,
    CgroupPath from,
    CgroupPath to,
    Instant time,
    Source source) {
  public Move {
    requireNonNull(process, "process is null");
    requireNonNull(comm, "comm is null");
    requireNonNull(uid, "uid is null");
    requireNonNull(hierarchy, "hierarchy is null");
    requireNonNull(from, "from is null");
    requireNonNull(to, "to is null");
    requireNonNull(time, "time is null");
    requireNonNull(source, "source is null");
  }

  /** How a move was noticed. */
  public enum Source {
    /** Two scans saw the process in different cgroups. */
    SCAN;

    /** Value of the label {@code source}. */
    public String label() {
      return "scan";
    }
  }
}

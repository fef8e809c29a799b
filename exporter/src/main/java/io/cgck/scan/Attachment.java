package io.cgck.scan;

import static java.util.Objects.requireNonNull;

import io.cgck.model.CgroupPath;
import io.cgck.model.Mover;
import io.cgck.model.ProcessId;
import java.util.Optional;

/**
 * Events said that a process was moved to a cgroup.
 *
 * @param comm its command name at that time
 * @param hierarchy ID of the hierarchy
 * @param from where the event before this one had moved it; empty if there was none
 * @param process who that is, where no scan had seen it; empty for those that one has seen
 * @param nanos when it was, or was the last time, as {@link System#nanoTime}
 * @param times how many events this stands for
 */
public record Attachment(
    int pid,
    String comm,
    int hierarchy,
    Optional<CgroupPath> from,
    CgroupPath to,
    Optional<ProcessId> process,
    long nanos,
    Mover mover,
    long times) {
  public Attachment {
    requireNonNull(comm, "comm is null");
    requireNonNull(from, "from is null");
    requireNonNull(to, "to is null");
    requireNonNull(process, "process is null");
    requireNonNull(mover, "mover is null");
  }
}

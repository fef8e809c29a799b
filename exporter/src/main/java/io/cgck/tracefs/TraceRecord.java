package io.cgck.tracefs;

import static java.util.Objects.requireNonNull;

/** What an event says. */
public sealed interface TraceRecord {
  /** When it was, on the clock of the instance, in nanoseconds. */
  long nanos();

  /** ID of the thread that did it, in the initial PID namespace. */
  int thread();

  /**
   * A process or thread was moved to another cgroup ({@code cgroup:cgroup_attach_task}, {@code
   * cgroup:cgroup_transfer_tasks}).
   *
   * @param hierarchy ID of the hierarchy, 0 for the unified one
   * @param path of the cgroup it is in now, absolute in whichever namespace the reader is
   * @param cut whether the kernel had no room for the whole path
   * @param moved PID of the process that was moved, or ID of the thread
   * @param comm its command name
   */
  record Attached(
      long nanos, int thread, int hierarchy, String path, boolean cut, int moved, String comm)
      implements TraceRecord {
    public Attached {
      requireNonNull(path, "path is null");
      requireNonNull(comm, "comm is null");
    }
  }

  /** A thread entered or made namespaces ({@code setns(2)}, {@code unshare(2)}). */
  record NamespacesChanged(long nanos, int thread) implements TraceRecord {}

  /** An event that changed nothing, such as a system call that failed. */
  record Idle(long nanos, int thread) implements TraceRecord {}
}

package io.cgck.kernel;

/** How much of the CPU a thread gets where others want it too: its nice value, sched(7). */
public final class ThreadPriority {
  /** The largest nice value: 15 parts of the CPU for the 1024 of a thread without one. */
  private static final int LEAST = 19;

  private ThreadPriority() {}

  /**
   * Lets all others go before the calling thread and the threads that it will start. Where a filter
   * of system calls forbids it, all stays as it is.
   *
   * @return whether it could be done
   */
  public static boolean lower() {
    return new Libc().setNice(LEAST) == 0;
  }
}

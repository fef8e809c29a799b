package io.cgck.kernel;

/** How much of the CPU a thread gets where others want it too: its nice value, sched(7). */
public final class ThreadPriority {
  /**
   * 110 parts of the CPU for the 1024 of a thread without one: a tenth where all want it. Larger
   * values would count against all other programs of the host, too, and keep a scraper waiting just
   * when the host is busy.
   */
  private static final int LOWERED = 10;

  private ThreadPriority() {}

  /**
   * Lets others go before the calling thread and the threads that it will start. Where a filter of
   * system calls forbids it, all stays as it is.
   *
   * @return whether it could be done
   */
  public static boolean lower() {
    return new Libc().setNice(LOWERED) == 0;
  }
}

package io.cgck.kernel;

/**
 * How much of the CPU a thread gets where others want it too, and when: its nice value and its
 * scheduling policy, sched(7).
 */
public final class ThreadPriority {
  /**
   * 110 parts of the CPU for the 1024 of a thread without one: a tenth where all want it. Larger
   * values would count against all other programs of the host, too, and keep a scraper waiting just
   * when the host is busy.
   */
  private static final int LOWERED = 10;

  /**
   * A thread that is woken up does not interrupt one that runs: it waits for its share. Of answers
   * there are many short pieces, and each would keep the thread that scans waiting in turn.
   */
  private static final int SCHED_BATCH = 3;

  private ThreadPriority() {}

  /**
   * Lets others go before the calling thread and the threads that it will start. Where a filter of
   * system calls forbids it, all stays as it is.
   *
   * @return whether it could be done
   */
  public static boolean lower() {
    Libc libc = new Libc();
    int nice = libc.setNice(LOWERED);
    int policy = libc.setScheduler(SCHED_BATCH);
    return nice == 0 && policy == 0;
  }
}

package io.cgck.web;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Pools of few threads, which end when they have had nothing to do for a while. */
final class Pools {
  private Pools() {}

  /**
   * Makes one.
   *
   * @param waiting how much work can wait; more is rejected
   * @param first what each thread does first
   */
  static ThreadPoolExecutor of(
      Thread.Builder builder, int threads, Duration idle, int waiting, Runnable first) {
    ThreadFactory factory = builder.factory();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            idle.toMillis(),
            TimeUnit.MILLISECONDS,
            new ArrayBlockingQueue<>(waiting),
            work -> factory.newThread(after(first, work)));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Work before which a thread does something else. */
  static Runnable after(Runnable first, Runnable work) {
    return () -> {
      first.run();
      work.run();
    };
  }
}

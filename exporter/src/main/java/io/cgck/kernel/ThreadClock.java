package io.cgck.kernel;

/**
 * CPU time of the thread that it belongs to. Not by {@code ThreadMXBean}: to wake up the management
 * of the virtual machine takes longer than the first scan of a small host.
 */
public final class ThreadClock {
  private final Libc libc = new Libc();

  /** User and system time that the calling thread has used, in nanoseconds. */
  public long cpuNanos() {
    long nanos = libc.threadCpuNanos();
    if (nanos < 0) {
      // Every kernel since 2.6.12 has this clock, and nothing can be wrong with the arguments.
      throw new IllegalStateException("clock_gettime: " + Errno.ofResult(nanos).symbol());
    }
    return nanos;
  }
}

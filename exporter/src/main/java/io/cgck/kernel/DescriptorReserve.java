package io.cgck.kernel;

/**
 * Descriptors that the scan leaves to all else, which is connections and what is opened and closed
 * again: half of those that there may be, or 1024.
 */
public final class DescriptorReserve {
  private static final long MOST = 1024;

  private DescriptorReserve() {}

  /**
   * How many.
   *
   * @param descriptors how many this process may have open; a negated errno counts as none
   */
  public static long of(long descriptors) {
    return Math.clamp(descriptors / 2, 0, MOST);
  }
}

package io.cgck.cgroupfs;

/**
 * How many directories may stay open: a part of what the scan leaves, which is half of all that may
 * be open, or 1024; connections and all that is opened and closed again need the rest.
 */
final class DescriptorBudget {
  private static final long LEFT_BY_THE_SCAN = 1024;

  private int left;

  DescriptorBudget(int most) {
    this.left = most;
  }

  /**
   * That of a process.
   *
   * @param descriptors how many it may have open
   */
  static DescriptorBudget of(long descriptors) {
    return new DescriptorBudget((int) (Math.clamp(descriptors / 2, 0, LEFT_BY_THE_SCAN) / 2));
  }

  int left() {
    return left;
  }

  boolean take() {
    if (left == 0) {
      return false;
    }
    left--;
    return true;
  }

  void giveBack() {
    left++;
  }
}

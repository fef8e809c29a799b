package io.cgck.cgroupfs;

import io.cgck.kernel.DescriptorReserve;

/** How many directories may stay open: half of what the scan leaves. */
final class DescriptorBudget {
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
    return new DescriptorBudget((int) (DescriptorReserve.of(descriptors) / 2));
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

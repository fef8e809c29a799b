package io.cgck.cgroupfs;

/** How many directories may stay open. */
final class DescriptorBudget {
  private int left;

  DescriptorBudget(int most) {
    this.left = most;
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

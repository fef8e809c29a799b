package io.cgck.metrics;

import io.cgck.model.ProcessInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * Divides processes into blocks, of which the text is made, encoded and kept together.
 *
 * <p>Where a block ends is said by the PIDs in it alone, not by how many come before: a process
 * that begins or ends changes one block, or splits or joins two, and leaves all others as they
 * were.
 */
final class ProcessBlocks {
  /** Blocks have so many processes on average: a few kilobytes of text, enough to compress well. */
  private static final int AVERAGE_SIZE = 64;

  /** Two to the power of 32, divided by the golden ratio: spreads PIDs evenly. */
  private static final int SPREAD = 0x9E3779B1;

  private static final int SHIFT = Integer.SIZE - Integer.numberOfTrailingZeros(AVERAGE_SIZE);

  private ProcessBlocks() {}

  /**
   * Divides processes into blocks.
   *
   * @throws IllegalArgumentException if they are not in the order of their PIDs, each of them once
   */
  static List<List<ProcessInfo>> divide(List<ProcessInfo> processes) {
    List<List<ProcessInfo>> blocks = new ArrayList<>();
    int begin = 0;
    for (int index = 1; index < processes.size(); index++) {
      int pid = processes.get(index).pid();
      if (pid <= processes.get(index - 1).pid()) {
        throw new IllegalArgumentException("PID " + pid + " is not in order");
      }
      if ((pid * SPREAD) >>> SHIFT == 0) {
        blocks.add(processes.subList(begin, index));
        begin = index;
      }
    }
    if (begin < processes.size()) {
      blocks.add(processes.subList(begin, processes.size()));
    }
    return blocks;
  }
}

package io.cgck.procfs;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The PIDs of all processes, ascending. It is filled again at every listing, so that listing
 * thousands leaves nothing for the garbage collector.
 */
public final class PidList {
  private int[] pids = new int[0];
  private int size;

  public int size() {
    return size;
  }

  /**
   * The PID at a place.
   *
   * @throws IndexOutOfBoundsException if the list is shorter
   */
  public int at(int index) {
    if (index >= size) {
      throw new IndexOutOfBoundsException(index + " of " + size);
    }
    return pids[index];
  }

  public IntStream stream() {
    return Arrays.stream(pids, 0, size);
  }

  void fill(int[] source, int count) {
    if (pids.length < count) {
      pids = new int[Math.max(count, source.length)];
    }
    System.arraycopy(source, 0, pids, 0, count);
    size = count;
  }
}

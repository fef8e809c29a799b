package io.cgck.scan;

import java.util.Arrays;

/**
 * The processes that were seen, by PID. A scan goes through it side by side with the list of PIDs,
 * which is ascending too, so that nothing need be looked up.
 */
final class Roster {
  private Tracked[] tracked = new Tracked[0];
  private int size;
  private Tracked[] next = new Tracked[0];
  private int nextSize;
  private int cursor;
  private int[] ended = new int[0];
  private int endedSize;

  int size() {
    return size;
  }

  Tracked at(int index) {
    if (index >= size) {
      throw new IndexOutOfBoundsException(index + " of " + size);
    }
    return tracked[index];
  }

  /** Begins a scan of at most so many processes. */
  void begin(int listed) {
    if (next.length < listed) {
      next = new Tracked[listed + listed / 8];
    }
    nextSize = 0;
    cursor = 0;
    endedSize = 0;
  }

  /**
   * Goes on to a PID; those passed over have ended.
   *
   * @param files that take back what is held open of those
   * @return whether there was a process with that PID, which is {@link #current()} then
   */
  boolean goTo(int pid, KeptFiles files) {
    while (cursor < size && tracked[cursor].pid() < pid) {
      endCurrent(files);
    }
    return cursor < size && tracked[cursor].pid() == pid;
  }

  /** How many there are so far, and at most will be if none comes. */
  int reserved() {
    return nextSize + size - cursor;
  }

  Tracked current() {
    return tracked[cursor];
  }

  /** The current one is still there. */
  void keepCurrent() {
    next[nextSize++] = tracked[cursor++];
  }

  /** The PID of the current one has a new owner. */
  void replaceCurrent(Tracked process, KeptFiles files) {
    endCurrent(files);
    add(process);
  }

  /** The current one has ended. */
  void endCurrent(KeptFiles files) {
    files.release(tracked[cursor]);
    end(tracked[cursor++].pid());
  }

  /** Those below a PID are taken to be still there, though nobody looks at them. */
  void presumeUpTo(int pid) {
    while (cursor < size && tracked[cursor].pid() < pid) {
      tracked[cursor].isPresumed();
      keepCurrent();
    }
  }

  /** A process is there that was not. */
  void add(Tracked process) {
    next[nextSize++] = process;
  }

  /** A process has none of its children any more. */
  void end(int pid) {
    if (endedSize == ended.length) {
      ended = Arrays.copyOf(ended, Math.max(16, 2 * endedSize));
    }
    ended[endedSize++] = pid;
  }

  /** Ends the scan; true if processes have come or gone. Children of those gone are in doubt. */
  boolean finish(KeptFiles files) {
    boolean grown = goTo(Integer.MAX_VALUE, files);
    if (grown) {
      throw new IllegalStateException("a process with the largest of all numbers");
    }
    Tracked[] last = tracked;
    boolean same = nextSize == size;
    for (int index = 0; same && index < size; index++) {
      same = isSame(last[index], next[index]);
    }
    Arrays.fill(last, 0, size, null);
    tracked = next;
    size = nextSize;
    next = last;
    if (endedSize > 0) {
      doubtOrphans();
    }
    return !same;
  }

  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(Tracked one, Tracked other) {
    return one == other;
  }

  /** Closes what is held open of all of them. */
  void releaseAll(KeptFiles files) {
    for (int index = 0; index < size; index++) {
      files.release(tracked[index]);
    }
  }

  /** The kernel gives them another parent. */
  private void doubtOrphans() {
    Arrays.sort(ended, 0, endedSize);
    for (int index = 0; index < size; index++) {
      Tracked process = tracked[index];
      int parent = process.observation().stat().parentPid();
      if (Arrays.binarySearch(ended, 0, endedSize, parent) >= 0) {
        process.doubt();
      }
    }
  }
}

package io.cgck.scan;

/**
 * Whose turn it is at a scan. What a glance does not show is looked at in turns: of few processes
 * often, of thousands seldom, so that it adds little to what a scan of all costs, and of very many
 * no more than so many at a time.
 *
 * @param scan number of the scan
 * @param statEvery a scan in so many reads {@code stat}
 * @param allEvery a scan in so many reads everything
 */
record Rotation(long scan, int statEvery, int allEvery) {
  private static final int STATS_AT_LEAST = 128;
  private static final int ALL_AT_LEAST = 24;
  private static final int ALL_AT_MOST = 256;
  private static final int LONGEST_FOR_STAT = 20;
  private static final int LONGEST_FOR_ALL = 120;

  /** Says whose turn it is at a scan. */
  interface Turns {
    Rotation at(long scan, int processes);
  }

  static Rotation of(long scan, int processes) {
    return new Rotation(
        scan,
        Math.clamp(processes / STATS_AT_LEAST, 1, LONGEST_FOR_STAT),
        Math.max(
            Math.clamp(processes / ALL_AT_LEAST, 1, LONGEST_FOR_ALL), processes / ALL_AT_MOST));
  }

  /** Whether to look at what changes with {@code execve(2)}, and at its parent. */
  boolean isStatDue(int pid) {
    return (pid + scan) % statEvery == 0;
  }

  boolean isAllDue(int pid) {
    return (pid + scan) % allEvery == 0;
  }
}

package io.cgck.cgroupfs;

import static java.util.Objects.requireNonNull;

/** What a look at the directory of a cgroup gave. */
public sealed interface DirectoryReading {
  /**
   * It was there, and all that was read of it is of one and the same cgroup.
   *
   * @param inode of the directory: another one when the cgroup was made anew
   * @param whole whether all files were read that are there
   */
  record Seen(long inode, Contents contents, boolean whole) implements DirectoryReading {
    public Seen {
      requireNonNull(contents, "contents is null");
    }
  }

  /** There is no such cgroup, or there is none any more. */
  record Vanished() implements DirectoryReading {}

  /** The directory cannot be opened; that was counted. */
  record Refused() implements DirectoryReading {}
}

package io.cgck.model;

import static java.util.Objects.requireNonNull;

/**
 * Something that could not be read, and why. A process that ended meanwhile is none.
 *
 * @param file the file below {@code /proc/PID}, for example {@code ns/cgroup}
 * @param reason {@code permission_denied}, {@code malformed}, {@code relative_path} or the name of
 *     an errno
 */
public record ScanError(String file, String reason) implements Comparable<ScanError> {
  public ScanError {
    requireNonNull(file, "file is null");
    requireNonNull(reason, "reason is null");
  }

  @Override
  public int compareTo(ScanError other) {
    int byFile = file.compareTo(other.file);
    return byFile != 0 ? byFile : reason.compareTo(other.reason);
  }
}

package io.cgck.scan;

import io.cgck.kernel.Errno;
import io.cgck.model.ScanError;
import io.cgck.procfs.ReadResult;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts what could not be read, since the scanner began. */
final class ErrorCounts {
  private final Map<ScanError, Long> counts = new TreeMap<>();

  Map<ScanError, Long> counts() {
    return counts;
  }

  long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  void add(String file, String reason, long count) {
    if (count > 0) {
      counts.merge(new ScanError(file, reason), count, Long::sum);
    }
  }

  /** The value, if there is one; counts the reason why not, unless the thing merely vanished. */
  <T> Optional<T> valueOf(ReadResult<T> result, String file) {
    switch (result) {
      case ReadResult.Ok<T> ok -> {}
      case ReadResult.Vanished<T> vanished -> {}
      case ReadResult.Denied<T> denied -> add(file, "permission_denied", 1);
      case ReadResult.Malformed<T> malformed -> add(file, "malformed", 1);
      case ReadResult.Failed<T>(Errno errno) -> add(file, errno.symbol(), 1);
    }
    return result.toOptional();
  }
}

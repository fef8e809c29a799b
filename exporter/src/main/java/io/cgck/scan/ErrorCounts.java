package io.cgck.scan;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.cgck.model.ScanError;
import io.cgck.procfs.ReadResult;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what could not be read, since the scanner began. */
final class ErrorCounts {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorCounts.class);

  private final Map<ScanError, Long> counts = new TreeMap<>();
  private Map<ScanError, Long> given = Map.of();
  private boolean added;
  private long total;

  /** The same object as before if nothing was added. */
  Map<ScanError, Long> counts() {
    if (added) {
      added = false;
      given = Map.copyOf(counts);
    }
    return given;
  }

  long total() {
    return total;
  }

  /** Counts; true if it is the first of its kind. */
  @CanIgnoreReturnValue
  boolean add(String file, String reason, long count) {
    if (count <= 0) {
      return false;
    }
    total += count;
    added = true;
    return counts.merge(new ScanError(file, reason), count, Long::sum) == count;
  }

  /** The value, if there is one; counts the reason why not, unless the thing merely vanished. */
  <T> Optional<T> valueOf(ReadResult<T> result, String file) {
    if (!(result instanceof ReadResult.Ok<T>)) {
      count(result, file);
    }
    return result.toOptional();
  }

  /** Counts the reason why there is no value, unless the thing merely vanished. */
  <T> void count(ReadResult<T> result, String file) {
    Optional<String> error = result.error();
    if (error.isPresent()
        && add(file, error.get(), 1)
        && result instanceof ReadResult.Malformed<T>(String why)) {
      LOG.warn("{} is malformed: {}", file, why.substring(0, Math.min(why.length(), 300)));
    }
  }
}

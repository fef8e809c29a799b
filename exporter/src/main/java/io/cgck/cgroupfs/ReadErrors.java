package io.cgck.cgroupfs;

import io.cgck.kernel.Errno;
import io.cgck.model.ScanError;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what could not be read, by file and reason. */
final class ReadErrors {
  private static final Logger LOG = LoggerFactory.getLogger(ReadErrors.class);

  private final Map<ScanError, Long> counts = new TreeMap<>();

  Map<ScanError, Long> counts() {
    return Map.copyOf(counts);
  }

  void failed(String file, Errno errno) {
    add(file, errno.isDenied() ? "permission_denied" : errno.symbol());
  }

  void malformed(String file, String why) {
    if (add(file, "malformed") == 1) {
      LOG.warn("{} of a cgroup is malformed: {}", file, why);
    }
  }

  long add(String file, String reason) {
    return counts.merge(new ScanError(file, reason), 1L, Long::sum);
  }
}

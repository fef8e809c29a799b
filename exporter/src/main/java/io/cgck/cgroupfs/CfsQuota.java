package io.cgck.cgroupfs;

import io.cgck.model.Quantity;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * {@code cpu.cfs_quota_us} of cgroup v1: microseconds for each period, or -1 for no limit. The
 * period stands in another file, which must have been read before.
 */
record CfsQuota() implements Format {
  private static final double MICROSECONDS_PER_SECOND = 1e6;

  @Override
  public Optional<String> read(FileText text, Contents into) {
    FileText value = text.withoutNewline();
    OptionalDouble quota =
        value.contentEquals("-1") ? OptionalDouble.of(Double.POSITIVE_INFINITY) : value.number();
    if (quota.isEmpty()) {
      return Format.expected("a number of microseconds or -1", value);
    }
    Double period = into.quantities().get(Quantity.CPU_PERIOD_SECONDS);
    if (period != null && period > 0) {
      into.put(
          Quantity.CPU_MAX_CORES,
          quota.getAsDouble() / Math.rint(period * MICROSECONDS_PER_SECOND));
    }
    return Optional.empty();
  }
}

package io.cgck.cgroupfs;

import io.cgck.model.IoQuantity;
import java.util.Optional;

/**
 * A block device as files of cgroups name it: {@code major:minor}, or {@code (unknown)} if the
 * kernel has none, as for the paths of a multipath NVMe disk. There may be many of those, which
 * nothing tells apart and whose I/O is counted for the disk as well: they are no devices of
 * anybody.
 */
record Device(Optional<String> name) {
  private static final String UNKNOWN = "(unknown)";

  /** Whether a text is a device. */
  static boolean isOne(FileText text) {
    return text.contentEquals(UNKNOWN)
        || (text.before(':').number().isPresent() && text.after(':').number().isPresent());
  }

  static Device of(FileText text) {
    return new Device(
        text.contentEquals(UNKNOWN) ? Optional.empty() : Optional.of(text.toString()));
  }

  void put(IoQuantity quantity, double value, Contents into) {
    name.ifPresent(device -> into.put(device, quantity, value));
  }
}

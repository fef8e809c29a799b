package io.cgck.cgroupfs;

import io.cgck.model.IoQuantity;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * {@code io.stat}: a line for each device, {@code major:minor key=number …}. A device without any
 * I/O may have a line without keys, or, with some kernels, stand before another one on the same
 * line: numbers are of the device that stands last before them. One that the kernel cannot name, a
 * path of a multipath NVMe disk, is {@code (unknown)}, and passed over.
 */
record IoStat() implements Format {
  private static final Map<String, IoQuantity> KEYS =
      Map.of(
          "rbytes", IoQuantity.READ_BYTES,
          "wbytes", IoQuantity.WRITTEN_BYTES,
          "dbytes", IoQuantity.DISCARDED_BYTES,
          "rios", IoQuantity.READS,
          "wios", IoQuantity.WRITES,
          "dios", IoQuantity.DISCARDS);

  @Override
  public Optional<String> read(FileText text, Contents into) {
    for (FileText rest = text; !rest.isEmpty(); rest = rest.after('\n')) {
      FileText line = rest.before('\n');
      Optional<String> problem = readLine(line, into);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> readLine(FileText line, Contents into) {
    Optional<Device> device = Optional.empty();
    for (FileText fields = line; !fields.isEmpty(); fields = fields.after(' ')) {
      FileText field = fields.before(' ');
      IoQuantity quantity = KEYS.get(field.before('=').toString());
      if (quantity == null && Device.isOne(field)) {
        device = Optional.of(Device.of(field));
      } else if (device.isEmpty()) {
        return Format.expected("a device as major:minor", line);
      } else if (quantity != null) {
        // Others are those of io.cost and io.latency.
        OptionalDouble value = field.after('=').number();
        if (value.isEmpty()) {
          return Format.expected("key=number", field);
        }
        device.get().put(quantity, value.getAsDouble(), into);
      }
    }
    return Optional.empty();
  }
}

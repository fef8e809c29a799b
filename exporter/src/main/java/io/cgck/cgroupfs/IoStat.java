package io.cgck.cgroupfs;

import io.cgck.model.IoQuantity;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * {@code io.stat}: a line for each device, {@code major:minor key=number …}. A device without any
 * I/O may have a line without keys.
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
      String device = line.before(' ').toString();
      if (device.indexOf(':') < 0) {
        return Format.expected("a device as major:minor", line);
      }
      for (FileText fields = line.after(' '); !fields.isEmpty(); fields = fields.after(' ')) {
        FileText field = fields.before(' ');
        IoQuantity quantity = KEYS.get(field.before('=').toString());
        // Others are those of io.cost and io.latency.
        if (quantity != null) {
          OptionalDouble value = field.after('=').number();
          if (value.isEmpty()) {
            return Format.expected("key=number", field);
          }
          into.put(device, quantity, value.getAsDouble());
        }
      }
    }
    return Optional.empty();
  }
}

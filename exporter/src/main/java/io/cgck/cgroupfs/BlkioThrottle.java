package io.cgck.cgroupfs;

import io.cgck.model.IoQuantity;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A file such as {@code blkio.throttle.io_service_bytes_recursive} of cgroup v1: lines {@code
 * major:minor Operation number}, and a last one with the total. Synchronous and asynchronous
 * operations are counted a second time, and passed over.
 */
record BlkioThrottle(IoQuantity read, IoQuantity write, IoQuantity discard) implements Format {
  @Override
  public Optional<String> read(FileText text, Contents into) {
    for (FileText rest = text; !rest.isEmpty(); rest = rest.after('\n')) {
      FileText line = rest.before('\n');
      FileText operation = line.after(' ').before(' ');
      Optional<IoQuantity> quantity =
          switch (operation.toString()) {
            case "Read" -> Optional.of(read);
            case "Write" -> Optional.of(write);
            case "Discard" -> Optional.of(discard);
            default -> Optional.empty();
          };
      if (quantity.isPresent()) {
        OptionalDouble value = line.after(' ').after(' ').number();
        if (value.isEmpty() || !Device.isOne(line.before(' '))) {
          return Format.expected("a device, an operation and a number", line);
        }
        Device.of(line.before(' ')).put(quantity.get(), value.getAsDouble(), into);
      }
    }
    return Optional.empty();
  }
}

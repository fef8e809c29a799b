package io.cgck.cgroupfs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.cgck.model.Quantity;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A file of lines with a key and a number ("flat keyed" in the kernel's documentation). Keys that
 * are not asked for are passed over, and those that this kernel does not have are missing.
 */
record FlatKeyed(List<Key> keys) implements Format {
  FlatKeyed {
    keys = List.copyOf(keys);
  }

  static FlatKeyed of(Key... keys) {
    return new FlatKeyed(List.of(keys));
  }

  /**
   * A key, and what its number is.
   *
   * @param unitsPerBase how many of the file's units make one of the quantity
   */
  @SuppressWarnings("ArrayRecordComponent") // made once, never compared
  record Key(byte[] name, Quantity quantity, double unitsPerBase) {
    Key(String name, Quantity quantity) {
      this(name, quantity, 1);
    }

    Key(String name, Quantity quantity, double unitsPerBase) {
      this(name.getBytes(US_ASCII), quantity, unitsPerBase);
    }
  }

  @Override
  public Optional<String> read(FileText text, Contents into) {
    for (FileText rest = text; !rest.isEmpty(); rest = rest.after('\n')) {
      FileText line = rest.before('\n');
      FileText name = line.before(' ');
      for (Key key : keys) {
        if (name.contentEquals(key.name)) {
          OptionalDouble value = line.after(' ').number();
          if (value.isEmpty()) {
            return Format.expected("a key and a number", line);
          }
          into.put(key.quantity, value.getAsDouble() / key.unitsPerBase);
        }
      }
    }
    return Optional.empty();
  }
}

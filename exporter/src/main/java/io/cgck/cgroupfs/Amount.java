package io.cgck.cgroupfs;

import io.cgck.model.Quantity;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A file with one number, or {@code max}: {@code memory.max}, {@code pids.current}.
 *
 * @param unitsPerBase how many of the file's units make one of the quantity: 1e6 for microseconds
 * @param unlimited from which value on it stands for no limit, as {@code PAGE_COUNTER_MAX} pages in
 *     {@code memory.limit_in_bytes}
 */
record Amount(Quantity quantity, double unitsPerBase, double unlimited) implements Format {
  Amount(Quantity quantity) {
    this(quantity, 1);
  }

  Amount(Quantity quantity, double unitsPerBase) {
    this(quantity, unitsPerBase, Double.POSITIVE_INFINITY);
  }

  @Override
  public Optional<String> read(FileText text, Contents into) {
    OptionalDouble value = text.withoutNewline().limit();
    if (value.isEmpty()) {
      return Format.expected("a number or max", text.withoutNewline());
    }
    double found = value.getAsDouble();
    into.put(quantity, found >= unlimited ? Double.POSITIVE_INFINITY : found / unitsPerBase);
    return Optional.empty();
  }
}

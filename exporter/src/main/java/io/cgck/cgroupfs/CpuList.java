package io.cgck.cgroupfs;

import io.cgck.model.Quantity;
import java.util.Optional;
import java.util.OptionalDouble;

/** A list of CPUs such as {@code 0-3,8}, of which the number counts. */
record CpuList(Quantity quantity) implements Format {
  @Override
  public Optional<String> read(FileText text, Contents into) {
    FileText list = text.withoutNewline();
    double count = 0;
    for (FileText rest = list; !rest.isEmpty(); rest = rest.after(',')) {
      FileText range = rest.before(',');
      OptionalDouble first = range.before('-').number();
      FileText end = range.after('-');
      OptionalDouble last = end.isEmpty() ? first : end.number();
      if (first.isEmpty() || last.isEmpty() || last.getAsDouble() < first.getAsDouble()) {
        return Format.expected("a list of CPUs such as 0-3,8", list);
      }
      count += last.getAsDouble() - first.getAsDouble() + 1;
    }
    into.put(quantity, count);
    return Optional.empty();
  }
}

package io.cgck.cgroupfs;

import io.cgck.model.Quantity;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A file of pressure stall information ({@code Documentation/accounting/psi.rst}), such as {@code
 * cpu.pressure}. Of each line the total counts, in microseconds: the averages follow from it.
 *
 * @param waiting of the line {@code some}: time in which at least one task waited
 * @param stalled of the line {@code full}: time in which all of them did
 */
record Pressure(Quantity waiting, Quantity stalled) implements Format {
  private static final double MICROSECONDS_PER_SECOND = 1e6;

  @Override
  public Optional<String> read(FileText text, Contents into) {
    for (FileText rest = text; !rest.isEmpty(); rest = rest.after('\n')) {
      FileText line = rest.before('\n');
      boolean some = line.before(' ').contentEquals("some");
      if (!some && !line.before(' ').contentEquals("full")) {
        return Format.expected("a line of some or full", line);
      }
      Optional<String> problem = readLine(line, some ? waiting : stalled, into);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> readLine(FileText line, Quantity quantity, Contents into) {
    for (FileText rest = line.after(' '); !rest.isEmpty(); rest = rest.after(' ')) {
      FileText field = rest.before(' ');
      if (field.before('=').contentEquals("total")) {
        OptionalDouble total = field.after('=').number();
        if (total.isPresent()) {
          into.put(quantity, total.getAsDouble() / MICROSECONDS_PER_SECOND);
          return Optional.empty();
        }
      }
    }
    return Format.expected("a number after total=", line);
  }
}

package io.cgck.cgroupfs;

import io.cgck.model.Quantity;
import java.util.Optional;
import java.util.OptionalDouble;

/** {@code cpu.max}: the quota or {@code max}, and the period that it is for, in microseconds. */
record CpuMax() implements Format {
  private static final double MICROSECONDS_PER_SECOND = 1e6;

  @Override
  public Optional<String> read(FileText text, Contents into) {
    FileText line = text.withoutNewline();
    OptionalDouble quota = line.before(' ').limit();
    OptionalDouble period = line.after(' ').number();
    if (quota.isEmpty() || period.isEmpty() || period.getAsDouble() == 0) {
      return Format.expected("a quota or max, and a period", line);
    }
    into.put(Quantity.CPU_MAX_CORES, quota.getAsDouble() / period.getAsDouble());
    into.put(Quantity.CPU_PERIOD_SECONDS, period.getAsDouble() / MICROSECONDS_PER_SECOND);
    return Optional.empty();
  }
}

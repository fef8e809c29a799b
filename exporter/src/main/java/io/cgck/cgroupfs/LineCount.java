package io.cgck.cgroupfs;

import io.cgck.model.Quantity;
import java.util.Optional;

/** A file with a line for each member: {@code cgroup.procs}, {@code cgroup.threads}. */
record LineCount(Quantity quantity) implements Format {
  @Override
  public Optional<String> read(FileText text, Contents into) {
    into.put(quantity, text.lines());
    return Optional.empty();
  }
}

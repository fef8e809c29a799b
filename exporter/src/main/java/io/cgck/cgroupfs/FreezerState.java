package io.cgck.cgroupfs;

import io.cgck.model.Freezer;
import java.util.Optional;

/** {@code freezer.state} of cgroup v1: {@code THAWED}, {@code FREEZING} or {@code FROZEN}. */
record FreezerState() implements Format {
  @Override
  public Optional<String> read(FileText text, Contents into) {
    FileText value = text.withoutNewline();
    for (Freezer state : Freezer.values()) {
      if (value.contentEquals(state.name())) {
        into.freezer(state);
        return Optional.empty();
      }
    }
    return Format.expected("THAWED, FREEZING or FROZEN", value);
  }
}

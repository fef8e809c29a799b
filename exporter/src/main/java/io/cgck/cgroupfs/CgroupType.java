package io.cgck.cgroupfs;

import io.cgck.model.CgroupStats;
import java.util.Optional;

/** {@code cgroup.type}, of all cgroups but the root. */
record CgroupType() implements Format {
  @Override
  public Optional<String> read(FileText text, Contents into) {
    String type = text.withoutNewline().toString();
    if (!CgroupStats.TYPES.contains(type)) {
      return Format.expected("one of " + CgroupStats.TYPES, text.withoutNewline());
    }
    into.type(type);
    return Optional.empty();
  }
}

package io.cgck.cgroupfs;

import java.util.Optional;

/** {@code cgroup.freeze}: 1 if the cgroup itself is to be frozen, whatever those above are. */
record CgroupFreeze() implements Format {
  @Override
  public Optional<String> read(FileText text, Contents into) {
    FileText value = text.withoutNewline();
    if (!value.contentEquals("0") && !value.contentEquals("1")) {
      return Format.expected("0 or 1", value);
    }
    into.toBeFrozen(value.contentEquals("1"));
    return Optional.empty();
  }
}

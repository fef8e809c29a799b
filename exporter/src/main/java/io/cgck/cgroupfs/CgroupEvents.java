package io.cgck.cgroupfs;

import io.cgck.model.Freezer;
import java.util.Optional;

/** {@code cgroup.events}: {@code populated} and, since Linux 5.2, {@code frozen}; 0 or 1. */
record CgroupEvents() implements Format {
  @Override
  public Optional<String> read(FileText text, Contents into) {
    for (FileText rest = text; !rest.isEmpty(); rest = rest.after('\n')) {
      FileText line = rest.before('\n');
      FileText value = line.after(' ');
      boolean is = value.contentEquals("1");
      if (!is && !value.contentEquals("0")) {
        return Format.expected("a key and 0 or 1", line);
      }
      if (line.before(' ').contentEquals("populated")) {
        into.populated(is);
      } else if (line.before(' ').contentEquals("frozen")) {
        into.freezer(is ? Freezer.FROZEN : Freezer.THAWED);
      }
    }
    return Optional.empty();
  }
}

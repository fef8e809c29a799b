package io.cgck.config;

import static java.util.Objects.requireNonNull;

import io.cgck.match.CgroupFilter;
import io.cgck.model.FileGroup;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Section {@code cgroups}.
 *
 * @param limit at most so many cgroups get series of their own
 * @param stats whether the files of cgroups are read
 * @param files which ones
 * @param filter of which cgroups
 */
public record CgroupSettings(int limit, boolean stats, Set<FileGroup> files, CgroupFilter filter) {
  static final int MAX_LIMIT = 1_000_000;

  /** All but those whose cost grows with what is in a cgroup. */
  static final Set<FileGroup> DEFAULT_FILES =
      Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(FileGroup.MEMBERS)));

  public CgroupSettings {
    if (limit < 0 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit is out of range: " + limit);
    }
    files = Set.copyOf(files);
    requireNonNull(filter, "filter is null");
  }

  /** Without statistics. */
  public CgroupSettings(int limit) {
    this(limit, false, DEFAULT_FILES, CgroupFilter.ALL);
  }

  public static CgroupSettings defaults() {
    return new CgroupSettings(5000);
  }
}

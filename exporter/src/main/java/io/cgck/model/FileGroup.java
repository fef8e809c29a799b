package io.cgck.model;

import java.util.Locale;

/** The files of a cgroup that are read together, as the configuration names them. */
public enum FileGroup {
  /** {@code cgroup.*}: what the cgroup is, which controllers it has, whether it is frozen. */
  CORE,
  /** {@code cgroup.procs} and {@code cgroup.threads}, whose cost grows with what is in them. */
  MEMBERS,
  /** {@code cpu.pressure}, {@code io.pressure} and {@code memory.pressure}. */
  PRESSURE,
  CPU,
  MEMORY,
  PIDS,
  IO,
  CPUSET;

  private final String key;

  FileGroup() {
    this.key = name().toLowerCase(Locale.ROOT);
  }

  /** Its name in a configuration. */
  public String key() {
    return key;
  }
}

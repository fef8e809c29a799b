package io.cgck.config;

/**
 * Section {@code cgroups}.
 *
 * @param limit at most so many cgroups get series of their own
 */
public record CgroupSettings(int limit) {
  static final int MAX_LIMIT = 1_000_000;

  public CgroupSettings {
    if (limit < 0 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit is out of range: " + limit);
    }
  }

  public static CgroupSettings defaults() {
    return new CgroupSettings(5000);
  }
}

package io.cgck.query;

import java.util.List;

/**
 * Which part of a list is wanted.
 *
 * @param offset how many are left out at the beginning
 * @param limit at most so many
 */
public record Paging(long offset, int limit) {
  /** Names of the parameters. */
  public static final List<String> NAMES = List.of("offset", "limit");

  static final int DEFAULT_LIMIT = 100;
  static final int MOST = 1000;
  static final long FARTHEST = 1_000_000_000;

  static Paging of(Parameters parameters) {
    return new Paging(
        parameters.number("offset", 0, FARTHEST, 0),
        Math.toIntExact(parameters.number("limit", 1, MOST, DEFAULT_LIMIT)));
  }
}

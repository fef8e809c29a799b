package io.cgck.config;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * Something in a configuration file that a person must or should change.
 *
 * @param line from 1
 * @param column in characters, from 1
 * @param message what is wrong, and what to write instead
 */
public record Problem(String file, int line, int column, String message)
    implements Comparable<Problem> {
  private static final Comparator<Problem> BY_POSITION =
      Comparator.comparing(Problem::file)
          .thenComparingInt(Problem::line)
          .thenComparingInt(Problem::column)
          .thenComparing(Problem::message);

  public Problem {
    requireNonNull(file, "file is null");
    requireNonNull(message, "message is null");
    if (line < 1 || column < 1) {
      throw new IllegalArgumentException("position is not from 1: " + line + ":" + column);
    }
  }

  @Override
  public int compareTo(Problem other) {
    return BY_POSITION.compare(this, other);
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column + ": " + message;
  }
}

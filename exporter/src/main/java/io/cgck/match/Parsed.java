package io.cgck.match;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/** What came of a text that a person wrote. */
public sealed interface Parsed<T> {
  record Good<T>(T value) implements Parsed<T> {
    public Good {
      requireNonNull(value, "value is null");
    }
  }

  /**
   * A text that means nothing.
   *
   * @param why what is wrong and what to write instead, for people
   */
  record Bad<T>(String why) implements Parsed<T> {
    public Bad {
      requireNonNull(why, "why is null");
    }
  }

  default <R> Parsed<R> map(Function<? super T, ? extends R> function) {
    return switch (this) {
      case Good<T>(T value) -> new Good<>(function.apply(value));
      case Bad<T>(String why) -> new Bad<>(why);
    };
  }
}

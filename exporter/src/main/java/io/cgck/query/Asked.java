package io.cgck.query;

import java.util.List;

/** What came of the parameters of a request. */
public sealed interface Asked<T> {
  record Understood<T>(T value) implements Asked<T> {}

  /** There is at least one mistake. */
  record Mistaken<T>(List<Mistake> mistakes) implements Asked<T> {
    public Mistaken {
      mistakes = List.copyOf(mistakes);
      if (mistakes.isEmpty()) {
        throw new IllegalArgumentException("there is no mistake");
      }
    }
  }

  /**
   * A parameter that means nothing.
   *
   * @param why what is wrong and what to write instead, for people
   */
  record Mistake(String parameter, String why) {}
}

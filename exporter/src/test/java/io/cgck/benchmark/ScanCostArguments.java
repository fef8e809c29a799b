package io.cgck.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code exporter/benchmark/scan} was asked for.
 *
 * @param memory resident memory and a small CPU budget instead of the comparison
 * @param rounds how often everybody has a turn
 * @param time of each of the daemon's turns
 * @param counts numbers of processes, one run each
 */
public record ScanCostArguments(boolean memory, int rounds, Duration time, List<Integer> counts) {
  private static final String USAGE =
      "usage: scan [--rounds N] [--seconds N] [PROCESSES...], or scan --memory [PROCESSES...]";
  private static final int MOST_ROUNDS = 50;
  private static final int MOST_SECONDS = 60;
  private static final int MOST_PROCESSES = 100_000;

  public ScanCostArguments {
    counts = List.copyOf(counts);
  }

  static ScanCostArguments parse(List<String> words) {
    boolean memory = false;
    int rounds = 7;
    int seconds = 5;
    List<Integer> counts = new ArrayList<>();
    for (int n = 0; n < words.size(); n++) {
      switch (words.get(n)) {
        case "--memory" -> memory = true;
        case "--rounds" -> rounds = number(words, ++n, MOST_ROUNDS);
        case "--seconds" -> seconds = number(words, ++n, MOST_SECONDS);
        default -> counts.add(number(words, n, MOST_PROCESSES));
      }
    }
    if (counts.isEmpty()) {
      counts.addAll(memory ? List.of(300, 10_000, 20_000) : List.of(10_000));
    }
    return new ScanCostArguments(memory, rounds, Duration.ofSeconds(seconds), counts);
  }

  private static int number(List<String> words, int index, int most) {
    String word = index < words.size() ? words.get(index) : "";
    if (!word.matches("[1-9]\\d{0,8}") || Integer.parseInt(word) > most) {
      throw new IllegalArgumentException(
          "'%s' is no number from 1 to %d; %s".formatted(word, most, USAGE));
    }
    return Integer.parseInt(word);
  }
}

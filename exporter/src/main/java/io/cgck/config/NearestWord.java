package io.cgck.config;

import java.util.List;
import java.util.Optional;

/** The word that was meant, by the optimal string alignment distance of Damerau. */
public final class NearestWord {
  private static final int LONG_WORD = 10;

  private NearestWord() {}

  public static Optional<String> of(String word, List<String> known) {
    Optional<String> nearest = Optional.empty();
    int least = Math.min(word.length() >= LONG_WORD ? 3 : 2, word.length() - 1);
    for (String candidate : known) {
      // A length far off is a distance far off, and the words of a file can be very long.
      if (Math.abs(candidate.length() - word.length()) <= least) {
        int distance = distance(word, candidate);
        if (distance < least || (distance == least && nearest.isEmpty())) {
          least = distance;
          nearest = Optional.of(candidate);
        }
      }
    }
    return nearest;
  }

  private static int distance(String a, String b) {
    int[][] steps = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          steps[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        steps[i][j] =
            Math.min(steps[i - 1][j - 1] + change, 1 + Math.min(steps[i - 1][j], steps[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
        }
      }
    }
    return steps[a.length()][b.length()];
  }
}

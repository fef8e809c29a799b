package io.cgck.match;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps compiled patterns small: matching is linear, but RE2/J unrolls counted repetitions, so that
 * a few characters such as {@code ((a{1000}){1000}){1000}} would take all memory.
 */
final class PatternLimit {
  static final int MAX_LENGTH = 1000;
  private static final long MAX_UNROLLED = 1_000_000;
  private static final Pattern REPETITION = Pattern.compile("\\{([0-9]{0,9})(?:,([0-9]{0,9}))?\\}");

  private PatternLimit() {}

  static boolean tooLong(String pattern) {
    return pattern.length() > MAX_LENGTH;
  }

  /** Whether it may unroll to too much; assumes the worst, that every repetition is nested. */
  static boolean unrollsTooFar(String regex) {
    long unrolled = Math.max(1, regex.length());
    Matcher repetition = REPETITION.matcher(regex);
    while (repetition.find() && unrolled <= MAX_UNROLLED) {
      unrolled *= Math.max(1, Math.max(bound(repetition.group(1)), bound(repetition.group(2))));
    }
    return unrolled > MAX_UNROLLED;
  }

  private static long bound(@Nullable String digits) {
    return digits == null || digits.isEmpty() ? 0 : Long.parseLong(digits);
  }
}

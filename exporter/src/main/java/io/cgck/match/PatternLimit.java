package io.cgck.match;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps compiled patterns small: matching is linear, but RE2/J unrolls counted repetitions, so that
 * a few characters such as {@code ((a{1000}){1000}){1000}} would take all memory.
 */
public final class PatternLimit {
  static final int MAX_LENGTH = 1000;
  private static final long MAX_UNROLLED = 1_000_000;
  private static final int MAX_LENGTH_OF_CLIENT = 500;
  private static final long MAX_UNROLLED_OF_CLIENT = 100_000;
  private static final int MAX_PROGRAM_OF_CLIENT = 2000;
  private static final int MAX_STARS_OF_CLIENT = 32;

  /** The first two are escapes; {@code \x{40}} is a character and repeats nothing. */
  private static final Pattern REPETITION =
      Pattern.compile("(?s)\\\\x\\{[0-9A-Fa-f]{1,6}\\}|\\\\.|\\{([0-9]{0,9})(?:,([0-9]{0,9}))?\\}");

  private PatternLimit() {}

  static boolean tooLong(String pattern) {
    return pattern.length() > MAX_LENGTH;
  }

  /** Whether it may unroll to too much; assumes the worst, that every repetition is nested. */
  static boolean unrollsTooFar(String regex) {
    return unrollsBeyond(MAX_UNROLLED, regex);
  }

  /**
   * Why a pattern is more than a client of the web server may ask for; empty if it is not. Whoever
   * writes the configuration may have larger ones: matching them is the administrator's own time.
   */
  public static Optional<String> excessOfClient(String pattern) {
    if (!pattern.startsWith(TextPattern.REGEX_PREFIX)) {
      return pattern.chars().filter(c -> c == '*').count() > MAX_STARS_OF_CLIENT
          ? Optional.of("has more than " + MAX_STARS_OF_CLIENT + " times *; write fewer")
          : Optional.empty();
    }
    String regex = pattern.substring(TextPattern.REGEX_PREFIX.length());
    if (regex.length() > MAX_LENGTH_OF_CLIENT) {
      return Optional.of(
          "is longer than " + MAX_LENGTH_OF_CLIENT + " characters; write a shorter expression");
    }
    return unrollsBeyond(MAX_UNROLLED_OF_CLIENT, regex) || isLargeProgram(regex)
        ? Optional.of("is too costly to match; write fewer or smaller counted repetitions")
        : Optional.empty();
  }

  private static boolean isLargeProgram(String regex) {
    try {
      return Pattern.compile(regex).programSize() > MAX_PROGRAM_OF_CLIENT;
    } catch (PatternSyntaxException e) {
      // Whoever parses it says what is wrong.
      return false;
    }
  }

  private static boolean unrollsBeyond(long most, String regex) {
    long unrolled = Math.max(1, regex.length());
    Matcher repetition = REPETITION.matcher(regex);
    while (repetition.find() && unrolled <= most) {
      unrolled *= Math.max(1, Math.max(bound(repetition.group(1)), bound(repetition.group(2))));
    }
    return unrolled > most;
  }

  private static long bound(@Nullable String digits) {
    return digits == null || digits.isEmpty() ? 0 : Long.parseLong(digits);
  }
}

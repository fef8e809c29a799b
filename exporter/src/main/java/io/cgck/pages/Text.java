package io.cgck.pages;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Numbers and times as pages write them. */
final class Text {
  private static final int SECONDS_PER_MINUTE = 60;
  private static final int SECONDS_PER_HOUR = 3600;
  private static final int SECONDS_PER_DAY = 86_400;

  private Text() {}

  /** With a comma between thousands. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 process}, {@code 2 processes}. */
  static String count(long number, String one, String many) {
    return count(number) + " " + (number == 1 ? one : many);
  }

  static String capitalized(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static String timeToMillis(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** How long something takes: {@code 3.2 ms}, {@code 1.25 s}. */
  static String duration(Duration duration) {
    double millis = duration.toNanos() / 1e6;
    return millis < 1000
        ? String.format(Locale.ROOT, "%.1f ms", millis)
        : String.format(Locale.ROOT, "%.2f s", millis / 1000);
  }

  /** How old something is, as the script writes it as well. */
  static String age(Duration age) {
    long seconds = Math.max(0, age.toSeconds());
    if (seconds < 90) {
      return seconds + " s ago";
    }
    if (seconds < 90 * SECONDS_PER_MINUTE) {
      return Math.round((double) seconds / SECONDS_PER_MINUTE) + " min ago";
    }
    return seconds < 2 * SECONDS_PER_DAY
        ? Math.round((double) seconds / SECONDS_PER_HOUR) + " h ago"
        : Math.round((double) seconds / SECONDS_PER_DAY) + " d ago";
  }

  static String seconds(double seconds) {
    return seconds == Math.rint(seconds)
        ? count((long) seconds) + " s"
        : String.format(Locale.ROOT, "%.1f s", seconds);
  }
}

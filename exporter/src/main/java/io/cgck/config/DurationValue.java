package io.cgck.config;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.cgck.match.Parsed;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Durations as Prometheus writes them: {@code 500ms}, {@code 5s}, {@code 1m30s}. */
public record DurationValue(Duration min, Duration max)
    implements ValueParser.TextParser<Duration> {
  static final String EXPECTED = "a duration such as 5s";

  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]*\\.?[0-9]+");
  private static final Pattern DURATION =
      Pattern.compile("(-?)(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?(?:([0-9]+)ms)?");

  private static final long SECONDS_PER_HOUR = 3600;

  /** More digits are out of any range here, and could be out of that of {@code long}. */
  private static final int MAX_DIGITS = 9;

  @Override
  public Parsed<Duration> parse(String text) {
    String found = "expected " + EXPECTED + ", found " + Nodes.quote(text);
    if (NUMBER.matches(text)) {
      return new Parsed.Bad<>(found + "; add a unit: ms, s, m or h");
    }
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches() || text.length() < 2) {
      return new Parsed.Bad<>(
          found + "; write whole numbers of h, m, s and ms in this order, as in 1m30s");
    }
    for (int part = 2; part <= 5; part++) {
      if (digits(parts.group(part)).length() > MAX_DIGITS) {
        return outOfRange(text);
      }
    }
    Duration duration =
        Duration.ofHours(number(parts.group(2)))
            .plusMinutes(number(parts.group(3)))
            .plusSeconds(number(parts.group(4)))
            .plusMillis(number(parts.group(5)));
    boolean negative = text.startsWith("-");
    return negative || duration.compareTo(min) < 0 || duration.compareTo(max) > 0
        ? outOfRange(text)
        : new Parsed.Good<>(duration);
  }

  private Parsed<Duration> outOfRange(String text) {
    return new Parsed.Bad<>(
        "expected a duration from %s to %s, found %s"
            .formatted(write(min), write(max), Nodes.quote(text)));
  }

  private static String digits(@Nullable String number) {
    return number == null ? "" : number;
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /** As it would be written in a configuration. */
  public static String write(Duration duration) {
    if (duration.toMillisPart() != 0) {
      return duration.toMillis() + "ms";
    }
    if (!duration.isZero() && duration.toSeconds() % SECONDS_PER_HOUR == 0) {
      return duration.toHours() + "h";
    }
    return !duration.isZero() && duration.toSecondsPart() == 0
        ? duration.toMinutes() + "m"
        : duration.toSeconds() + "s";
  }
}

package io.cgck.expect;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.cgck.match.Parsed;
import io.cgck.model.LimitKind;
import java.math.BigDecimal;
import java.util.Locale;

/** How people write limits: {@code 4GiB}, {@code 200%}, {@code 512}, {@code max}. */
public final class LimitText {
  private static final String UNITS = "KMGTPE";
  private static final int BITS_PER_UNIT = 10;
  private static final int MOST_DIGITS = 30;

  /** As systemd and the kernel read sizes: all units are powers of 1024. */
  private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([KMGTPE])?(iB|i|B)?");

  private static final Pattern PERCENTAGE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)%");
  private static final Pattern COUNT = Pattern.compile("[0-9]+");

  private LimitText() {}

  /** A value of a limit as people write it. */
  public static String write(LimitKind kind, double value) {
    if (Double.isInfinite(value)) {
      return "max";
    }
    return switch (kind.unit()) {
      case BYTES -> size(value);
      case CORES -> plain(value * 100) + "%";
      case COUNT -> plain(value);
    };
  }

  private static String size(double value) {
    double rest = value;
    int unit = 0;
    while (unit < UNITS.length() && rest != 0 && rest % 1024 == 0) {
      rest /= 1024;
      unit++;
    }
    return plain(rest) + (unit == 0 ? "B" : UNITS.charAt(unit - 1) + "iB");
  }

  private static String plain(double value) {
    // Three places are enough for shares of a core.
    return new BigDecimal(String.format(Locale.ROOT, "%.3f", value))
        .stripTrailingZeros()
        .toPlainString();
  }

  /** The value in the unit of the kind; positive infinity for {@code max}. */
  public static Parsed<Double> parse(LimitKind kind, String text) {
    if (text.equals("max")) {
      return new Parsed.Good<>(Double.POSITIVE_INFINITY);
    }
    if (text.length() > MOST_DIGITS) {
      return new Parsed.Bad<>(expected(kind, text.substring(0, MOST_DIGITS) + "…"));
    }
    return switch (kind.unit()) {
      case BYTES -> size(kind, text);
      case CORES -> {
        Matcher matcher = PERCENTAGE.matcher(text);
        yield matcher.matches()
            ? new Parsed.Good<>(Double.parseDouble(matcher.group(1)) / 100)
            : new Parsed.Bad<>(expected(kind, text));
      }
      case COUNT ->
          COUNT.matches(text)
              ? new Parsed.Good<>(Double.parseDouble(text))
              : new Parsed.Bad<>(expected(kind, text));
    };
  }

  private static Parsed<Double> size(LimitKind kind, String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches() || (matcher.group(2) == null && "iB".equals(matcher.group(3)))) {
      return new Parsed.Bad<>(expected(kind, text));
    }
    String unit = matcher.group(2);
    if (unit != null && "B".equals(matcher.group(3))) {
      return new Parsed.Bad<>(
          "expected %s, found '%s'; write '%s%siB'"
              .formatted(example(kind), text, matcher.group(1), unit));
    }
    int power = unit == null ? 0 : UNITS.indexOf(unit) + 1;
    return new Parsed.Good<>(
        Double.parseDouble(matcher.group(1)) * (double) (1L << (BITS_PER_UNIT * power)));
  }

  private static String expected(LimitKind kind, String found) {
    return "expected " + example(kind) + ", found '" + found + "'";
  }

  private static String example(LimitKind kind) {
    return switch (kind.unit()) {
      case BYTES -> "a size such as 4GiB, or max";
      case CORES -> "a percentage of one core such as 200%, or max";
      case COUNT -> "a whole number, or max";
    };
  }
}

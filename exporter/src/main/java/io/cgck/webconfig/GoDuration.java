package io.cgck.webconfig;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.cgck.config.Nodes;
import io.cgck.match.Parsed;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;

/** Durations as Go writes them: {@code 1.5s}, {@code 1m30s}; a bare number counts nanoseconds. */
final class GoDuration {
  private static final int LONGEST = 40;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final String ONE = "([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)";
  private static final Pattern PART = Pattern.compile(ONE);
  private static final Pattern ALL = Pattern.compile("(?:" + ONE + ")+");
  private static final Map<String, BigDecimal> NANOS =
      Map.of(
          "ns", BigDecimal.ONE,
          "us", BigDecimal.valueOf(1_000),
          "µs", BigDecimal.valueOf(1_000),
          "μs", BigDecimal.valueOf(1_000),
          "ms", BigDecimal.valueOf(1_000_000),
          "s", BigDecimal.valueOf(1_000_000_000L),
          "m", BigDecimal.valueOf(60_000_000_000L),
          "h", BigDecimal.valueOf(3_600_000_000_000L));

  private GoDuration() {}

  static Parsed<Duration> parse(String text) {
    if (NUMBER.matches(text)) {
      return new Parsed.Good<>(Duration.ofNanos(Long.parseLong(text)));
    }
    if (text.length() > LONGEST || !ALL.matches(text)) {
      return new Parsed.Bad<>("expected a duration such as 1s, found " + Nodes.quote(text));
    }
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      nanos =
          nanos.add(
              new BigDecimal(part.group(1))
                  .multiply(NANOS.getOrDefault(part.group(2), BigDecimal.ZERO)));
    }
    return nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? new Parsed.Bad<>("expected a duration below 292 years, found " + Nodes.quote(text))
        : new Parsed.Good<>(Duration.ofNanos(nanos.longValue()));
  }
}

package io.cgck.config;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.cgck.match.Parsed;

/**
 * A size in KiB, written as {@code 512KiB} or {@code 4MiB}.
 *
 * @param min in KiB
 * @param max in KiB
 */
record SizeValue(int min, int max) implements ValueParser.TextParser<Integer> {
  static final String EXPECTED = "a size such as 4MiB";

  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(KiB|MiB)");
  private static final int KIB_PER_MIB = 1024;

  @Override
  public Parsed<Integer> parse(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      return new Parsed.Bad<>(
          "expected %s, found %s; write a whole number of KiB or MiB"
              .formatted(EXPECTED, Nodes.quote(text)));
    }
    long kib = Long.parseLong(size.group(1)) * (size.group(2).equals("MiB") ? KIB_PER_MIB : 1);
    return kib < min || kib > max
        ? new Parsed.Bad<>(
            "expected a size from %s to %s, found %s"
                .formatted(write(min), write(max), Nodes.quote(text)))
        : new Parsed.Good<>((int) kib);
  }

  private static String write(int kib) {
    return kib % KIB_PER_MIB == 0 ? kib / KIB_PER_MIB + "MiB" : kib + "KiB";
  }
}

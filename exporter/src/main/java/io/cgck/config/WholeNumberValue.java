package io.cgck.config;

import com.google.re2j.Pattern;
import io.cgck.match.Parsed;

/** A whole number from 0 to {@code max}. */
record WholeNumberValue(int max) implements ValueParser.TextParser<Integer> {
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

  String expected() {
    return "a whole number from 0 to " + max;
  }

  @Override
  public Parsed<Integer> parse(String text) {
    return DIGITS.matches(text) && Integer.parseInt(text) <= max
        ? new Parsed.Good<>(Integer.valueOf(text))
        : new Parsed.Bad<>("expected " + expected() + ", found " + Nodes.quote(text));
  }
}

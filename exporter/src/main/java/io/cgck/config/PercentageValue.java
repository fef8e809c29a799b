package io.cgck.config;

import com.google.re2j.Pattern;
import io.cgck.match.Parsed;

/** A percentage above 0 and up to 100, as a share of 1. */
record PercentageValue() implements ValueParser.TextParser<Double> {
  static final String EXPECTED = "a percentage such as 1%";

  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]*\\.?[0-9]+");
  private static final Pattern PERCENTAGE = Pattern.compile("-?[0-9]{1,9}(?:\\.[0-9]{1,9})?%");

  @Override
  public Parsed<Double> parse(String text) {
    String found = ", found " + Nodes.quote(text);
    if (NUMBER.matches(text)) {
      return new Parsed.Bad<>("expected " + EXPECTED + found + "; add the percent sign");
    }
    if (!PERCENTAGE.matches(text)) {
      return new Parsed.Bad<>("expected " + EXPECTED + found);
    }
    double share = Double.parseDouble(text.substring(0, text.length() - 1)) / 100;
    return share > 0 && share <= 1
        ? new Parsed.Good<>(share)
        : new Parsed.Bad<>("expected a percentage above 0% and up to 100%" + found);
  }
}

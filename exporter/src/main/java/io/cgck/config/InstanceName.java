package io.cgck.config;

import com.google.re2j.Pattern;
import io.cgck.match.Parsed;

/** Name of a trace instance, which is a directory. */
record InstanceName() implements ValueParser.TextParser<String> {
  static final String EXPECTED =
      "a name of at most 64 letters, digits and any of _.-, that begins with a letter or digit";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

  @Override
  public Parsed<String> parse(String text) {
    return NAME.matches(text)
        ? new Parsed.Good<>(text)
        : new Parsed.Bad<>("expected " + EXPECTED + "; found " + Nodes.quote(text));
  }
}

package io.cgck.config;

import io.cgck.match.Parsed;

/** {@code auto}, {@code true} or {@code false}. */
record EnabledValue() implements ValueParser.TextParser<TraceSection.Enabled> {
  static final String EXPECTED = "auto, true or false";

  @Override
  public Parsed<TraceSection.Enabled> parse(String text) {
    return switch (text) {
      case "auto" -> new Parsed.Good<>(TraceSection.Enabled.AUTO);
      case "true" -> new Parsed.Good<>(TraceSection.Enabled.TRUE);
      case "false" -> new Parsed.Good<>(TraceSection.Enabled.FALSE);
      default -> new Parsed.Bad<>("expected " + EXPECTED + ", found " + Nodes.quote(text));
    };
  }
}

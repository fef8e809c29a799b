package io.cgck.config;

import io.cgck.match.Parsed;
import java.util.Locale;

/** {@code true} or {@code false}, and none of the other spellings that YAML once had. */
record BooleanValue() implements ValueParser.TextParser<Boolean> {
  static final String EXPECTED = "true or false";

  @Override
  public Parsed<Boolean> parse(String text) {
    String found = "expected " + EXPECTED + ", found " + Nodes.quote(text);
    return switch (text) {
      case "true" -> new Parsed.Good<>(true);
      case "false" -> new Parsed.Good<>(false);
      default ->
          switch (text.toLowerCase(Locale.ROOT)) {
            case "yes", "on", "y", "1", "true" -> new Parsed.Bad<>(found + "; write true");
            case "no", "off", "n", "0", "false" -> new Parsed.Bad<>(found + "; write false");
            default -> new Parsed.Bad<>(found);
          };
    };
  }
}

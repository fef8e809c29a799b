package io.cgck.cli;

/** Text as {@code roff(7)} reads it, so that it is shown as it was, and can be copied. */
final class Roff {
  private Roff() {}

  /** Text within a line. */
  static String text(String text) {
    StringBuilder roff = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                // Plain, these become typographic characters, which no shell takes.
                case '-' -> roff.append("\\-");
                case '\'' -> roff.append("\\(aq");
                case '`' -> roff.append("\\(ga");
                case '^' -> roff.append("\\(ha");
                case '~' -> roff.append("\\(ti");
                case '\\' -> roff.append("\\e");
                // It would end an argument of a macro.
                case '"' -> roff.append("\\(dq");
                default -> {
                  if (c < 0x80) {
                    roff.append((char) c);
                  } else {
                    roff.append("\\[u%04X]".formatted(c));
                  }
                }
              }
            });
    return roff.toString();
  }

  static String bold(String text) {
    return "\\fB" + text(text) + "\\fR";
  }

  static String italic(String text) {
    return "\\fI" + text(text) + "\\fR";
  }

  /**
   * A paragraph of escaped text, a sentence to a line: so roff puts its own space between them, and
   * a change shows as one line. A line that began with a dot would be a request.
   */
  static String sentences(String escaped) {
    StringBuilder lines = new StringBuilder();
    for (String sentence : escaped.split("(?<=[.:]) (?=[A-Z])", -1)) {
      lines.append(sentence.startsWith(".") ? "\\&" : "").append(sentence).append('\n');
    }
    return lines.toString();
  }
}

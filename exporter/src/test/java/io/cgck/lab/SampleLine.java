package io.cgck.lab;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a sample line of the text format 0.0.4, or of OpenMetrics 1.0 without exemplar: {@code
 * name{label="value"} value timestamp}. Stricter than Prometheus about escapes.
 */
final class SampleLine {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Pattern VALUE =
      Pattern.compile(
          " (?<number>[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?|[+-]?Inf|NaN)"
              + "(?: -?\\d+(?:\\.\\d+)?)?");

  private final String line;
  private int position;

  SampleLine(String line) {
    this.line = line;
  }

  Sample read() {
    String name = read(NAME, "name of a metric").group();
    Map<String, String> labels = new HashMap<>();
    if (skip('{')) {
      while (!skip('}')) {
        String label = read(LABEL_NAME, "name of a label").group();
        expect('=');
        if (labels.put(label, readLabelValue()) != null) {
          throw malformed("label " + label + " stands twice");
        }
        if (!skip(',') && !isAt('}')) {
          throw malformed("expected , or }");
        }
      }
    }
    String number = read(VALUE, "value").group("number");
    if (position != line.length()) {
      throw malformed("more than a sample");
    }
    return new Sample(name, labels, toDouble(number));
  }

  private String readLabelValue() {
    expect('"');
    StringBuilder value = new StringBuilder();
    while (!skip('"')) {
      char c = next();
      value.append(c == '\\' ? unescaped(next()) : c);
    }
    return value.toString();
  }

  private char unescaped(char escape) {
    return switch (escape) {
      case 'n' -> '\n';
      case '\\', '"' -> escape;
      default -> throw malformed("unknown escape \\" + escape);
    };
  }

  private static double toDouble(String number) {
    return switch (number) {
      case "Inf", "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(number);
    };
  }

  private Matcher read(Pattern pattern, String what) {
    Matcher matcher = pattern.matcher(line).region(position, line.length());
    if (!matcher.lookingAt()) {
      throw malformed("expected " + what);
    }
    position = matcher.end();
    return matcher;
  }

  private char next() {
    if (position == line.length()) {
      throw malformed("ends too early");
    }
    return line.charAt(position++);
  }

  private boolean isAt(char c) {
    return position < line.length() && line.charAt(position) == c;
  }

  private boolean skip(char c) {
    if (!isAt(c)) {
      return false;
    }
    position++;
    return true;
  }

  private void expect(char c) {
    if (!skip(c)) {
      throw malformed("expected " + c);
    }
  }

  private AssertionError malformed(String what) {
    return new AssertionError("%s at character %d of: %s".formatted(what, position, line));
  }
}

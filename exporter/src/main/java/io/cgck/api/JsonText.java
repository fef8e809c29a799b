package io.cgck.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cgck.json.JsonOutput;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Consumer;

/** One object of JSON as text. */
final class JsonText {
  private JsonText() {}

  /** An object on one line, which ends with a line break. */
  static byte[] of(Consumer<JsonOutput> fields) {
    return text(fields).getBytes(UTF_8);
  }

  static String text(Consumer<JsonOutput> fields) {
    StringWriter text = new StringWriter();
    try (PrintWriter writer = new PrintWriter(text);
        JsonOutput json = JsonOutput.onOneLine(writer)) {
      json.object(() -> fields.accept(json));
    }
    return text.toString();
  }
}

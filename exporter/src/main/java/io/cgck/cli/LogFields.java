package io.cgck.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Fields of a log line beside its message, in order; a parameter of a {@code LogRecord}. */
record LogFields(Map<String, String> fields) {
  /** Fields of names and values in turn. */
  static LogFields of(String... namesAndValues) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int index = 0; index < namesAndValues.length; index += 2) {
      fields.put(namesAndValues[index], namesAndValues[index + 1]);
    }
    return new LogFields(Collections.unmodifiableMap(fields));
  }
}

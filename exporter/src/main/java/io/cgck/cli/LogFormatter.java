package io.cgck.cli;

import io.cgck.json.JsonLine;
import io.cgck.text.Printable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.event.Level;

/** One line for each message, as Prometheus and its exporters write them. */
final class LogFormatter {
  private static final int MOST_CAUSES = 5;

  private final Format format;
  private final boolean priorities;
  private final boolean traces;

  /** How a line is written. */
  enum Format {
    logfmt,
    json
  }

  /**
   * A formatter.
   *
   * @param priorities whether each line begins with a priority for journald
   * @param traces whether every exception brings its stack trace; otherwise only defects do
   */
  LogFormatter(Format format, boolean priorities, boolean traces) {
    this.format = format;
    this.priorities = priorities;
    this.traces = traces;
  }

  /** With the newline. */
  String format(LogEntry entry) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("ts", entry.at().truncatedTo(ChronoUnit.MILLIS).toString());
    fields.put("level", level(entry.level()));
    fields.put("component", component(entry.logger()));
    fields.put("msg", entry.message());
    fields.putAll(entry.fields());
    entry.thrown().ifPresent(thrown -> fields.put("err", error(thrown)));
    String prefix = priorities ? JournalPriority.of(entry.level()).prefix() : "";
    return prefix
        + switch (format) {
          case logfmt -> logfmt(fields);
          case json -> JsonLine.of(fields);
        };
  }

  private static String level(Level level) {
    return switch (level) {
      case ERROR -> "error";
      case WARN -> "warn";
      case INFO -> "info";
      case DEBUG, TRACE -> "debug";
    };
  }

  /** The package below {@code io.cgck}, or the library. */
  private static String component(String logger) {
    return logger.startsWith("io.cgck.") ? logger.split("\\.", -1)[2] : logger;
  }

  /** What the world does to cgck is told in a few words; a defect needs the trace. */
  private String error(Throwable thrown) {
    return traces || isDefect(thrown) ? trace(thrown) : reasons(thrown);
  }

  private static boolean isDefect(Throwable thrown) {
    return !(thrown instanceof UncheckedIOException)
        && (thrown instanceof RuntimeException || thrown instanceof Error);
  }

  private static String reasons(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
        .limit(MOST_CAUSES)
        .map(Throwable::toString)
        .collect(Collectors.joining("; caused by "));
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private static String logfmt(Map<String, String> fields) {
    StringBuilder line = new StringBuilder();
    fields.forEach(
        (name, value) ->
            line.append(line.isEmpty() ? "" : " ").append(name).append('=').append(quoted(value)));
    return line.append('\n').toString();
  }

  private static String quoted(String value) {
    boolean plain =
        !value.isEmpty()
            && value
                .chars()
                .allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '=' && c != '\\');
    if (plain) {
      return value;
    }
    return '"' + Printable.of(value.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
  }
}

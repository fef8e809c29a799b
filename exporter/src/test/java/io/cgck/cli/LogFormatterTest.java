package io.cgck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

class LogFormatterTest {
  @Test
  void logfmtQuotesWhatNeedsQuotes() {
    assertThat(formatter(LogFormatter.Format.logfmt).format(entry("a \"b\"\\ c\nd")))
        .isEqualTo(
            "ts=2026-01-02T03:04:05Z level=warn component=scan msg=\"a \\\"b\\\"\\\\ c\\nd\"\n");
  }

  @Test
  void jsonIsOneObjectInALine() {
    assertThat(formatter(LogFormatter.Format.json).format(entry("a \"b\"\nc")))
        .isEqualTo(
            "{\"ts\":\"2026-01-02T03:04:05Z\",\"level\":\"warn\",\"component\":\"scan\","
                + "\"msg\":\"a \\\"b\\\"\\nc\"}\n");
  }

  @Test
  void aDefectBringsItsTraceInTheSameLine() {
    LogEntry entry = entry(Level.WARN, "broken", new IllegalStateException("why"));

    assertThat(formatter(LogFormatter.Format.logfmt).format(entry))
        .contains("err=\"java.lang.IllegalStateException: why\\n")
        .matches("(?s)[^\\n]*\\n");
  }

  @Test
  void whatTheWorldDoesIsToldInAFewWords() {
    LogEntry entry =
        entry(
            Level.WARN,
            "broken",
            new UncheckedIOException(
                new IOException("no space", new FileNotFoundException("disk"))));

    assertThat(formatter(LogFormatter.Format.logfmt).format(entry))
        .endsWith(
            " err=\"java.io.UncheckedIOException: java.io.IOException: no space;"
                + " caused by java.io.IOException: no space;"
                + " caused by java.io.FileNotFoundException: disk\"\n");
    assertThat(new LogFormatter(LogFormatter.Format.logfmt, false, true).format(entry))
        .as("with --log.level=debug")
        .contains("\\n\\tat ");
  }

  @ParameterizedTest
  @CsvSource({"ERROR, <3>", "WARN, <4>", "INFO, <6>", "DEBUG, <7>"})
  void journaldReadsAPriority(Level level, String prefix) {
    LogEntry entry = entry(level, "a", null);

    for (LogFormatter.Format format : LogFormatter.Format.values()) {
      assertThat(new LogFormatter(format, true, false).format(entry))
          .isEqualTo(prefix + formatter(format).format(entry));
    }
  }

  private static LogFormatter formatter(LogFormatter.Format format) {
    return new LogFormatter(format, false, false);
  }

  private static LogEntry entry(String message) {
    return entry(Level.WARN, message, null);
  }

  private static LogEntry entry(Level level, String message, @Nullable Throwable thrown) {
    return new LogEntry(
        Instant.parse("2026-01-02T03:04:05Z"),
        level,
        "io.cgck.scan.ScanLoop",
        message,
        Map.of(),
        Optional.ofNullable(thrown));
  }
}

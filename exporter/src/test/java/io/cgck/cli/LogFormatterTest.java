package io.cgck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    LogRecord entry = entry("broken");
    entry.setThrown(new IllegalStateException("why"));

    assertThat(formatter(LogFormatter.Format.logfmt).format(entry))
        .contains("err=\"java.lang.IllegalStateException: why\\n")
        .matches("(?s)[^\\n]*\\n");
  }

  @Test
  void whatTheWorldDoesIsToldInAFewWords() {
    LogRecord entry = entry("broken");
    entry.setThrown(
        new UncheckedIOException(new IOException("no space", new FileNotFoundException("disk"))));

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
  @CsvSource({"SEVERE, <3>", "WARNING, <4>", "INFO, <6>", "FINE, <7>"})
  void journaldReadsAPriority(String level, String prefix) {
    LogRecord entry = entry("a");
    entry.setLevel(Level.parse(level));

    for (LogFormatter.Format format : LogFormatter.Format.values()) {
      assertThat(new LogFormatter(format, true, false).format(entry))
          .isEqualTo(prefix + formatter(format).format(entry));
    }
  }

  private static LogFormatter formatter(LogFormatter.Format format) {
    return new LogFormatter(format, false, false);
  }

  private static LogRecord entry(String message) {
    LogRecord entry = new LogRecord(Level.WARNING, message);
    entry.setLoggerName("io.cgck.scan.ScanLoop");
    entry.setInstant(Instant.parse("2026-01-02T03:04:05Z"));
    return entry;
  }
}

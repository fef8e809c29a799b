package io.cgck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogFormatterTest {
  @Test
  void logfmtQuotesWhatNeedsQuotes() {
    assertThat(new LogFormatter(LogFormatter.Format.logfmt).format(entry("a \"b\"\\ c\nd")))
        .isEqualTo(
            "ts=2026-01-02T03:04:05Z level=warn component=scan msg=\"a \\\"b\\\"\\\\ c\\nd\"\n");
  }

  @Test
  void jsonIsOneObjectInALine() {
    assertThat(new LogFormatter(LogFormatter.Format.json).format(entry("a \"b\"\nc")))
        .isEqualTo(
            "{\"ts\":\"2026-01-02T03:04:05Z\",\"level\":\"warn\",\"component\":\"scan\","
                + "\"msg\":\"a \\\"b\\\"\\nc\"}\n");
  }

  @Test
  void aDefectBringsItsTraceInTheSameLine() {
    LogRecord entry = entry("broken");
    entry.setThrown(new IllegalStateException("why"));

    assertThat(new LogFormatter(LogFormatter.Format.logfmt).format(entry))
        .contains("err=\"java.lang.IllegalStateException: why\\n")
        .matches("(?s)[^\\n]*\\n");
  }

  private static LogRecord entry(String message) {
    LogRecord entry = new LogRecord(Level.WARNING, message);
    entry.setLoggerName("io.cgck.scan.ScanLoop");
    entry.setInstant(Instant.parse("2026-01-02T03:04:05Z"));
    return entry;
  }
}

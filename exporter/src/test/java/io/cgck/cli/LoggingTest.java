package io.cgck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

class LoggingTest {
  private static final String HTTP = "org.eclipse.jetty.http.HttpParser";

  /** Logs of these are what {@code GET /} with {@code Host: a b} makes Jetty 12.1 warn of. */
  private static final String HOST = "org.eclipse.jetty.util.HostPort";

  @ParameterizedTest
  @CsvSource({
    "INFO,  io.cgck.scan.ScanLoop,           INFO,  true",
    "INFO,  io.cgck.scan.ScanLoop,           DEBUG, false",
    "DEBUG, io.cgck.scan.ScanLoop,           DEBUG, true",
    "INFO,  org.eclipse.jetty.server.Server, INFO,  false",
    "INFO,  org.eclipse.jetty.server.Server, WARN,  true",
    "DEBUG, org.eclipse.jetty.server.Server, INFO,  true",
    "DEBUG, org.eclipse.jetty.server.Server, DEBUG, false",
    "ERROR, org.eclipse.jetty.server.Server, WARN,  false",
    "INFO,  " + HTTP + ",                    WARN,  false",
    "INFO,  " + HOST + ",                    WARN,  false",
    "DEBUG, " + HOST + ",                    WARN,  true",
    "INFO,  " + HOST + ",                    ERROR, true"
  })
  void clientsCannotFillTheLogAndNothingIsBelowTheLevel(
      Level least, String logger, Level level, boolean logged) {
    LogOutput.Settings settings =
        new LogOutput.Settings(
            least,
            Logging.quietened(least == Level.DEBUG),
            new LogFormatter(LogFormatter.Format.logfmt, false, false),
            line -> {});

    assertThat(settings.passes(logger, level)).isEqualTo(logged);
  }
}

package io.cgck.cli;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import picocli.CommandLine.Model.CommandSpec;

/** The flags {@code --log.*}, and what they set up. */
final class Logging {
  private static final Logger LOG = LoggerFactory.getLogger(Logging.class);

  /** Levels as Prometheus names them. */
  @SuppressWarnings("unused") // named on the command line
  enum LogLevel {
    debug,
    info,
    warn,
    error;

    Level level() {
      return switch (this) {
        case debug -> Level.DEBUG;
        case info -> Level.INFO;
        case warn -> Level.WARN;
        case error -> Level.ERROR;
      };
    }
  }

  private final Flag<LogLevel> level =
      Flag.withDefault(
          LogLevel.class,
          "info",
          "LEVEL",
          "Least severe messages to log: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).",
          "--log.level");

  private final Flag<LogFormatter.Format> format =
      Flag.withDefault(
          LogFormatter.Format.class,
          "logfmt",
          "FORMAT",
          "Format of log lines: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).",
          "--log.format");

  void addTo(CommandSpec command) {
    level.addTo(command);
    format.addTo(command);
  }

  /** Logs to standard error from now on. */
  void setUp() {
    boolean debug = level.value() == LogLevel.debug;
    LogOutput output = LogOutput.inUse();
    output.set(
        new LogOutput.Settings(
            level.value().level(),
            quietened(debug),
            new LogFormatter(format.value(), JournalPriority.isRead(System.getenv()), debug),
            output.settings().lines()));
    // Otherwise the virtual machine would print it itself, in many lines.
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, thrown) -> LOG.error("thread {} failed", thread.getName(), thrown));
  }

  /**
   * Jetty tells much that is of no use to an operator, and warns of every malformed request, which
   * would let any client fill the log.
   */
  static Map<String, Level> quietened(boolean debug) {
    Level requests = debug ? Level.WARN : Level.ERROR;
    return Map.of(
        "org.eclipse.jetty",
        debug ? Level.INFO : Level.WARN,
        "org.eclipse.jetty.http",
        requests,
        // Of what a request calls this host.
        "org.eclipse.jetty.util.HostPort",
        requests);
  }
}

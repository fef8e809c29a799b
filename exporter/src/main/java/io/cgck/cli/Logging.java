package io.cgck.cli;

import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;

/** The flags {@code --log.*}, and what they set up. */
final class Logging {
  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Logging.class);

  /** Levels as Prometheus names them. */
  @SuppressWarnings("unused") // named on the command line
  enum LogLevel {
    debug,
    info,
    warn,
    error;

    Level level() {
      return switch (this) {
        case debug -> Level.FINE;
        case info -> Level.INFO;
        case warn -> Level.WARNING;
        case error -> Level.SEVERE;
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

  // java.util.logging forgets the level of a logger that nobody holds.
  private final Logger quietened = Logger.getLogger("org.eclipse.jetty");
  private final Logger quietenedRequests = Logger.getLogger("org.eclipse.jetty.http");

  void addTo(CommandSpec command) {
    level.addTo(command);
    format.addTo(command);
  }

  /** Logs to standard error from now on. */
  void setUp() {
    boolean debug = level.value() == LogLevel.debug;
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    Handler console = new ConsoleHandler();
    console.setFormatter(
        new LogFormatter(format.value(), JournalPriority.isRead(System.getenv()), debug));
    console.setLevel(Level.ALL);
    root.addHandler(console);
    root.setLevel(level.value().level());
    // Jetty tells much that is of no use to an operator, and warns of every malformed request,
    // which would let any client fill the log.
    quietened.setLevel(debug ? Level.INFO : Level.WARNING);
    quietenedRequests.setLevel(debug ? Level.WARNING : Level.SEVERE);
    // Otherwise the virtual machine would print it itself, in many lines.
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, thrown) -> LOG.error("thread {} failed", thread.getName(), thrown));
  }
}

package io.cgck.cli;

import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

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

  @Option(
      names = "--log.level",
      defaultValue = "info",
      paramLabel = "LEVEL",
      description = "Least severe messages to log: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private LogLevel level = LogLevel.info;

  @Option(
      names = "--log.format",
      defaultValue = "logfmt",
      paramLabel = "FORMAT",
      description = "Format of log lines: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private LogFormatter.Format format = LogFormatter.Format.logfmt;

  // java.util.logging forgets the level of a logger that nobody holds.
  private final Logger quietened = Logger.getLogger("org.eclipse.jetty");
  private final Logger quietenedRequests = Logger.getLogger("org.eclipse.jetty.http");

  /** Logs to standard error from now on. */
  void setUp() {
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    Handler console = new ConsoleHandler();
    console.setFormatter(
        new LogFormatter(format, JournalPriority.isRead(System.getenv()), level == LogLevel.debug));
    console.setLevel(Level.ALL);
    root.addHandler(console);
    root.setLevel(level.level());
    // Jetty tells much that is of no use to an operator, and warns of every malformed request,
    // which would let any client fill the log.
    boolean debug = level == LogLevel.debug;
    quietened.setLevel(debug ? Level.INFO : Level.WARNING);
    quietenedRequests.setLevel(debug ? Level.WARNING : Level.SEVERE);
    // Otherwise the virtual machine would print it itself, in many lines.
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, thrown) -> LOG.error("thread {} failed", thread.getName(), thrown));
  }
}

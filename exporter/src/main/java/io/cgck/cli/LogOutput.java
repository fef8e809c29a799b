package io.cgck.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Where log lines go, and which: to standard error, until told otherwise from {@code info} on. */
final class LogOutput implements ILoggerFactory {
  /** Takes lines that end with a newline. */
  @FunctionalInterface
  interface Lines {
    void write(String line);
  }

  /**
   * What is logged, how and where.
   *
   * @param least least level that is logged
   * @param exceptions packages and classes of which less is logged; of none is more
   */
  record Settings(Level least, Map<String, Level> exceptions, LogFormatter formatter, Lines lines) {
    Settings {
      exceptions = Map.copyOf(exceptions);
    }

    boolean passes(String logger, Level level) {
      // Libraries ask this many times for each request.
      if (level.toInt() < least.toInt()) {
        return false;
      }
      Level threshold = least;
      for (String name = logger; !name.isEmpty(); name = parent(name)) {
        Level exception = exceptions.get(name);
        if (exception != null) {
          threshold = exception;
          break;
        }
      }
      return level.toInt() >= threshold.toInt();
    }

    private static String parent(String name) {
      return name.substring(0, Math.max(name.lastIndexOf('.'), 0));
    }
  }

  private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
  private volatile Settings settings;

  LogOutput() {
    settings =
        new Settings(
            Level.INFO,
            Map.of(),
            new LogFormatter(LogFormatter.Format.logfmt, false, false),
            standardError());
  }

  /** The one that SLF4J logs to. */
  static LogOutput inUse() {
    if (LoggerFactory.getILoggerFactory() instanceof LogOutput output) {
      return output;
    }
    throw new IllegalStateException("SLF4J logs elsewhere; LogProvider is not its provider");
  }

  static Lines standardError() {
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8);
    return line -> {
      // One write for a line, so that lines of several threads do not mix.
      err.print(line);
      err.flush();
    };
  }

  Settings settings() {
    return settings;
  }

  void set(Settings newSettings) {
    settings = newSettings;
  }

  @Override
  public Logger getLogger(String name) {
    return loggers.computeIfAbsent(name, same -> new LineLogger(same, this));
  }

  void write(LogEntry entry) {
    Settings current = settings;
    current.lines().write(current.formatter().format(entry));
  }
}

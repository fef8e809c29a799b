package io.cgck.cli;

import java.io.Serial;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;

/** A logger of {@link LogOutput}. */
final class LineLogger extends LegacyAbstractLogger implements LoggingEventAware {
  @Serial private static final long serialVersionUID = 1;

  private final transient LogOutput output;

  LineLogger(String name, LogOutput output) {
    this.name = name;
    this.output = output;
  }

  private boolean isEnabled(Level level) {
    return output.settings().passes(getName(), level);
  }

  @Override
  public boolean isTraceEnabled() {
    return isEnabled(Level.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return isEnabled(Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return isEnabled(Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return isEnabled(Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return isEnabled(Level.ERROR);
  }

  /** Nobody asks in which class and line something was logged. */
  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      @Nullable String message,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    write(level, String.valueOf(message), arguments, Map.of(), thrown);
  }

  @Override
  public void log(LoggingEvent event) {
    Map<String, String> fields = new LinkedHashMap<>();
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      pairs.forEach(pair -> fields.put(pair.key, String.valueOf(pair.value)));
    }
    write(
        event.getLevel(),
        String.valueOf(event.getMessage()),
        event.getArgumentArray(),
        fields,
        event.getThrowable());
  }

  private void write(
      Level level,
      String message,
      Object @Nullable [] arguments,
      Map<String, String> fields,
      @Nullable Throwable thrown) {
    output.write(
        new LogEntry(
            Instant.now(),
            level,
            getName(),
            MessageFormatter.basicArrayFormat(message, arguments),
            fields,
            Optional.ofNullable(thrown)));
  }
}

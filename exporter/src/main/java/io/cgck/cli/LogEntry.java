package io.cgck.cli;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.event.Level;

/**
 * Something to log.
 *
 * @param logger name of the logger: a class
 * @param fields what stands beside the message, in order
 */
record LogEntry(
    Instant at,
    Level level,
    String logger,
    String message,
    Map<String, String> fields,
    Optional<Throwable> thrown) {
  LogEntry {
    requireNonNull(at, "at is null");
    requireNonNull(level, "level is null");
    requireNonNull(logger, "logger is null");
    requireNonNull(message, "message is null");
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    requireNonNull(thrown, "thrown is null");
  }
}

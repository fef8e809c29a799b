package io.cgck.metrics;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * How the last attempt to read the web configuration ended.
 *
 * @param successful whether what it says is in force
 * @param at when what is in force was read
 * @param notAfter when the certificate in force expires; empty without TLS
 */
public record WebConfigStatus(boolean successful, Instant at, Optional<Instant> notAfter) {
  public WebConfigStatus {
    requireNonNull(at, "at is null");
    requireNonNull(notAfter, "notAfter is null");
  }
}

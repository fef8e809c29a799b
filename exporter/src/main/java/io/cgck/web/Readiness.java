package io.cgck.web;

import static java.util.Objects.requireNonNull;

/** Whether there is something worth scraping. */
public sealed interface Readiness {
  /** Scrape away. */
  record Ready() implements Readiness {}

  /**
   * Not yet.
   *
   * @param reason for the person who asks
   */
  record NotReady(String reason) implements Readiness {
    public NotReady {
      requireNonNull(reason, "reason is null");
    }
  }
}

package io.cgck.metrics;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Set;

/**
 * Lets those who ask before the first scan has ended wait for it, within a bound: a scrape at the
 * start of the daemon would be a gap in all series, although there is nothing wrong.
 */
public final class PatientExposition implements Exposition {
  private final Exposition exposition;
  private final Publisher publisher;
  private final Duration patience;

  /**
   * An exposition that waits.
   *
   * @param publisher who gets the first scan
   * @param patience after which the answer comes without processes
   */
  public PatientExposition(Exposition exposition, Publisher publisher, Duration patience) {
    this.exposition = requireNonNull(exposition, "exposition is null");
    this.publisher = requireNonNull(publisher, "publisher is null");
    this.patience = requireNonNull(patience, "patience is null");
  }

  @Override
  public Body render(ExpositionFormat format, ContentCoding coding, Set<String> names) {
    try {
      publisher.awaitSnapshot(patience);
    } catch (InterruptedException e) {
      // Who asked has given up; the answer goes nowhere.
      Thread.currentThread().interrupt();
    }
    return exposition.render(format, coding, names);
  }
}

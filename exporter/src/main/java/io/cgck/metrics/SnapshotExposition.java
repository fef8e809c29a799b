package io.cgck.metrics;

import static java.util.Objects.requireNonNull;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CollectorRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exposition of a registry in which most families follow from the last scan. Those are written
 * once for each state of the publisher and format, and their bytes with gzip are shared by all who
 * ask, also by those who get the text of them piece by piece; all other families of the registry,
 * which change whenever one looks, follow them.
 */
public final class SnapshotExposition implements Exposition {
  /**
   * For so long after somebody asked for a page it is kept, though another scan has come, since
   * much of it will do for the next one. Longer than the pause between scrapes.
   */
  private static final Duration KEPT = Duration.ofMinutes(3);

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotExposition.class);

  private static final int LIVE_SIZE = 8 * 1024;

  private final CollectorRegistry registry;
  private final RegistryExposition plain;
  private final Publisher publisher;
  private final LongSupplier nanoTime;
  private final Set<String> publishedNames;
  private final Map<ExpositionFormat, Shelf> shelves = new EnumMap<>(ExpositionFormat.class);
  private final SpareDeflater deflaters = new SpareDeflater();
  private final AtomicBoolean failing = new AtomicBoolean();

  /**
   * Makes one.
   *
   * @param registry in which the publisher is registered
   * @param nanoTime as {@link System#nanoTime}
   */
  public SnapshotExposition(
      CollectorRegistry registry, Publisher publisher, LongSupplier nanoTime) {
    this.registry = requireNonNull(registry, "registry is null");
    this.plain = new RegistryExposition(registry);
    this.publisher = requireNonNull(publisher, "publisher is null");
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
    this.publishedNames = new HashSet<>();
    for (MetricFamilySamples family : publisher.describe()) {
      publishedNames.addAll(Arrays.asList(family.getNames()));
    }
    for (ExpositionFormat format : ExpositionFormat.values()) {
      shelves.put(format, new Shelf(format));
    }
    publisher.afterPublishing(this::clearShelves);
  }

  @Override
  public Body render(ExpositionFormat format, ContentCoding coding, Set<String> names) {
    if (!names.isEmpty()) {
      return plain.render(format, coding, names);
    }
    Page page = requireNonNull(shelves.get(format)).page();
    try (Encoder encoder = new Encoder(LIVE_SIZE, deflaters)) {
      encoder.resume(page.checksum());
      new FamilyWriter(format, encoder).writeLast(liveFamilies());
      encoder.end();
      List<ByteBuffer> parts = List.of(page.processes().bytes(), page.rest(), encoder.bytes());
      return switch (coding) {
        case GZIP -> Body.of(parts);
        case IDENTITY -> Body.inflated(parts, encoder.checksum().length());
      };
    }
  }

  /** Asks no collector all of whose names are the publisher's. */
  private Enumeration<MetricFamilySamples> liveFamilies() {
    return registry.filteredMetricFamilySamples(
        (io.prometheus.client.Predicate<String>) name -> !publishedNames.contains(name));
  }

  /** Bytes of all pages that are kept. */
  long kept() {
    return shelves.values().stream().mapToLong(Shelf::kept).sum();
  }

  private void clearShelves() {
    long now = nanoTime.getAsLong();
    shelves.values().forEach(shelf -> shelf.clear(now));
  }

  /** Where the last page in a format is. */
  private final class Shelf {
    private final ExpositionFormat format;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile Optional<Page> page = Optional.empty();
    private volatile long askedAt;

    Shelf(ExpositionFormat format) {
      this.format = format;
    }

    /** The page of the publisher's state, written by the first who asks; others wait for it. */
    Page page() {
      askedAt = nanoTime.getAsLong();
      long version = publisher.state().version();
      Optional<Page> current = page.filter(last -> last.version() == version);
      return current.orElseGet(this::awaitPage);
    }

    private Page awaitPage() {
      try {
        writing.lockInterruptibly();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("who asked has given up");
      }
      try {
        Publisher.State state = publisher.state();
        Optional<Page> before = page;
        Page next =
            before
                .filter(last -> last.version() == state.version())
                .orElseGet(() -> write(state, before));
        page = Optional.of(next);
        return next;
      } finally {
        writing.unlock();
      }
    }

    private Page write(Publisher.State state, Optional<Page> before) {
      PageWriter writer = new PageWriter(publisher, format, before, deflaters);
      try {
        Page written = writer.write(state);
        failing.set(false);
        return written;
      } catch (RuntimeException e) {
        // The publisher then says which collector failed, and does without it.
        if (!failing.getAndSet(true)) {
          LOG.error("what is said of processes cannot be kept, and is written each time", e);
        }
        return writer.writeInOne(state);
      }
    }

    long kept() {
      return page.map(Page::length).orElse(0L);
    }

    /** Called by the scanning thread, and so must not wait. */
    void clear(long now) {
      if (now - askedAt > KEPT.toNanos()) {
        page = Optional.empty();
      }
    }
  }
}

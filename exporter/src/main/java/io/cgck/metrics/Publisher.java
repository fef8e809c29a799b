package io.cgck.metrics;

import static java.util.Objects.requireNonNull;

import io.cgck.config.Configuration;
import io.cgck.expect.Assessment;
import io.cgck.model.Snapshot;
import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.prometheus.client.Histogram;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what came of every scan, works out what is to be shown of it, and is the collector that
 * gives it to the registry. Counters that outlive a scan live here.
 */
public final class Publisher extends Collector implements Collector.Describable {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
  private static final double[] DURATION_BUCKETS = {
    .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5
  };

  private static final int EXPECTATION_SERIES_PER_PROCESS = 4;

  private final BuildInfo build;
  private final Clock clock;
  private final Histogram durations =
      Histogram.build(Family.SCAN_DURATION.metricName(), Family.SCAN_DURATION.help())
          .buckets(DURATION_BUCKETS)
          // There are no traces to show, and to look for a tracer opens all jars.
          .withoutExemplars()
          .create();
  private final Set<String> failing = ConcurrentHashMap.newKeySet();
  private final CountDownLatch published = new CountDownLatch(1);
  private volatile Loaded loaded;
  private volatile Optional<Published> latest = Optional.empty();

  /** The configuration in force, and how the last attempt to load one ended. */
  private record Loaded(Configuration configuration, Instant at, boolean successful) {}

  public Publisher(Configuration configuration, BuildInfo build, Clock clock) {
    this.build = requireNonNull(build, "build is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.loaded =
        new Loaded(requireNonNull(configuration, "configuration is null"), clock.instant(), true);
  }

  /** Takes a configuration that was loaded; it counts from the next scan on. */
  public void configure(Configuration configuration) {
    loaded = new Loaded(configuration, clock.instant(), true);
  }

  /** An attempt to load a configuration failed; the one in force stays. */
  public void configurationFailed() {
    Loaded last = loaded;
    loaded = new Loaded(last.configuration(), last.at(), false);
  }

  /** The last snapshot; empty before the first scan has ended. */
  public Optional<Snapshot> snapshot() {
    return latest.map(Published::snapshot);
  }

  /** Waits for the first snapshot, at most so long. */
  public void awaitSnapshot(Duration patience) throws InterruptedException {
    if (!published.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.debug("the first scan takes longer than {}", patience);
    }
  }

  /** A scan could not be made: nobody need wait for the first one. */
  public void scanFailed() {
    published.countDown();
  }

  /**
   * Takes what came of a scan.
   *
   * @param cpuSeconds CPU time that the scan took
   * @param pauseSeconds until the next one begins
   */
  public void publish(Assessment assessment, double cpuSeconds, double pauseSeconds) {
    Snapshot snapshot = assessment.snapshot();
    Configuration configuration = loaded.configuration();
    Optional<Published> before = latest;
    int limit = configuration.cgroups().limit();
    CgroupSelection cgroups = CgroupSelection.of(snapshot, limit);
    MoveCounts moves =
        before
            .map(Published::moves)
            .orElse(MoveCounts.NONE)
            .plus(
                assessment.moves(),
                snapshot.defaultHierarchy(),
                assessment.attributions().cgroups(),
                limit);
    ProcessSelection processes = ProcessSelection.of(assessment, configuration.processes());
    durations.observe(snapshot.duration().toNanos() / 1e9);
    latest =
        Optional.of(
            new Published(
                snapshot,
                processes,
                cgroups,
                assessment.attributions(),
                assessment.judgements(),
                moves,
                before.map(Published::cpuSecondsTotal).orElse(0.0) + cpuSeconds,
                pauseSeconds));
    published.countDown();
  }

  @Override
  public List<MetricFamilySamples> collect() {
    Loaded current = loaded;
    Families all = new Families();
    latest.ifPresent(published -> collect(published, current.configuration(), all));
    all.add(Family.CONFIG_RELOAD_SUCCESSFUL, current.successful() ? 1 : 0);
    all.add(Family.CONFIG_RELOAD_TIMESTAMP, current.at().toEpochMilli() / 1e3);
    all.add(Family.BUILD_INFO, 1, build.version(), build.revision(), build.javaVersion());
    return all.toList();
  }

  private void collect(Published published, Configuration configuration, Families all) {
    List<FamilyCollector> collectors =
        List.of(
            new ProcessCollector(),
            new CgroupCollector(),
            new NamespaceCollector(configuration.cgroups().limit()),
            new ExpectationCollector(
                EXPECTATION_SERIES_PER_PROCESS * configuration.processes().limit()),
            new ScanCollector());
    for (FamilyCollector collector : collectors) {
      all.add(
          Family.COLLECTOR_SUCCESS,
          collectSafely(collector, published, all) ? 1 : 0,
          collector.name());
    }
    all.addAll(Family.SCAN_DURATION, durationSamples());
  }

  /** One collector's defect must not take the others' families away. */
  private boolean collectSafely(FamilyCollector collector, Published published, Families all) {
    Families own = new Families();
    try {
      collector.collect(published, own);
    } catch (RuntimeException e) {
      if (failing.add(collector.name())) {
        LOG.error("collector {} failed; its families are missing", collector.name(), e);
      }
      return false;
    }
    failing.remove(collector.name());
    all.merge(own);
    return true;
  }

  private List<Sample> durationSamples() {
    List<Sample> samples = new ArrayList<>();
    for (MetricFamilySamples family : durations.collect()) {
      for (Sample sample : family.samples) {
        // When the histogram was made is of no use to anyone, and a family of its own in text.
        if (!sample.name.endsWith("_created")) {
          samples.add(sample);
        }
      }
    }
    return samples;
  }

  @Override
  public List<MetricFamilySamples> describe() {
    return Arrays.stream(Family.values())
        .map(family -> Families.toSamples(family, List.of()))
        .toList();
  }
}

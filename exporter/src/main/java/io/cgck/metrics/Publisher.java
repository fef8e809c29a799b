package io.cgck.metrics;

import static java.util.Objects.requireNonNull;

import io.cgck.attribute.Attributor;
import io.cgck.config.Configuration;
import io.cgck.expect.Assessment;
import io.cgck.expect.CgroupFindings;
import io.cgck.model.Snapshot;
import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.prometheus.client.Histogram;
import io.prometheus.client.Predicate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
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

  private static final double[] DELAY_BUCKETS = {
    .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10
  };

  private static final int EXPECTATION_SERIES_PER_PROCESS = 4;

  /** The names that samples of a family can have. */
  private static final Map<Family, List<String>> NAMES = names();

  private final BuildInfo build;
  private final Clock clock;
  private final Histogram durations =
      Histogram.build(Family.SCAN_DURATION.metricName(), Family.SCAN_DURATION.help())
          .buckets(DURATION_BUCKETS)
          // There are no traces to show, and to look for a tracer opens all jars.
          .withoutExemplars()
          .create();
  private final Histogram delays =
      Histogram.build(Family.TRACE_DELAY.metricName(), Family.TRACE_DELAY.help())
          .buckets(DELAY_BUCKETS)
          .withoutExemplars()
          .create();
  private final Attributor attributor = new Attributor();
  private final LongSupplier nanoTime;
  private final Set<String> failing = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private volatile State state;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** The configuration in force, and how the last attempt to load one ended. */
  private record Loaded(Configuration configuration, Instant at, boolean successful) {}

  /**
   * All that the families follow from. One state gives the same families every time.
   *
   * @param version another one for every state
   * @param published what came of the last scan; empty before the first one has ended
   * @param durations how long scans took
   * @param delays how old events were
   * @param webConfig empty without such a file
   */
  record State(
      long version,
      Optional<Published> published,
      Histogram.Child.Value durations,
      Histogram.Child.Value delays,
      Loaded loaded,
      Optional<WebConfigStatus> webConfig) {
    private State with(Loaded another) {
      return new State(version + 1, published, durations, delays, another, webConfig);
    }

    private State with(WebConfigStatus another) {
      return new State(version + 1, published, durations, delays, loaded, Optional.of(another));
    }

    private State with(
        Published next, Histogram.Child.Value durationsNow, Histogram.Child.Value delaysNow) {
      return new State(version + 1, Optional.of(next), durationsNow, delaysNow, loaded, webConfig);
    }
  }

  private static Map<Family, List<String>> names() {
    Map<Family, List<String>> names = new EnumMap<>(Family.class);
    for (Family family : Family.values()) {
      names.put(family, List.of(Families.toSamples(family, List.of()).getNames()));
    }
    return Collections.unmodifiableMap(names);
  }

  public Publisher(Configuration configuration, BuildInfo build, Clock clock) {
    this(configuration, build, clock, System::nanoTime);
  }

  /**
   * Makes one that has nothing to show yet.
   *
   * @param nanoTime the clock of events: {@link System#nanoTime}
   */
  Publisher(Configuration configuration, BuildInfo build, Clock clock, LongSupplier nanoTime) {
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
    this.build = requireNonNull(build, "build is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.state =
        new State(
            0,
            Optional.empty(),
            durations.labels().get(),
            delays.labels().get(),
            new Loaded(
                requireNonNull(configuration, "configuration is null"), clock.instant(), true),
            Optional.empty());
  }

  /** Takes a configuration that was loaded; it counts from the next scan on. */
  public void configure(Configuration configuration) {
    Loaded loaded = new Loaded(configuration, clock.instant(), true);
    change(before -> before.with(loaded));
  }

  /** An attempt to load a configuration failed; the one in force stays. */
  public void configurationFailed() {
    change(
        before ->
            before.with(new Loaded(before.loaded.configuration(), before.loaded.at(), false)));
  }

  /** The web configuration was read, or could not be. */
  public void webConfigRead(WebConfigStatus status) {
    change(before -> before.with(status));
  }

  /** The last snapshot; empty before the first scan has ended. */
  public Optional<Snapshot> snapshot() {
    return state().published().map(Published::snapshot);
  }

  /** What the metrics show now; empty before the first scan has ended. */
  public Optional<Shown> shown() {
    State now = state();
    Loaded loaded = now.loaded();
    return now.published()
        .map(
            published ->
                new Shown(
                    published,
                    loaded.configuration(),
                    new Shown.Load(loaded.successful(), loaded.at()),
                    build));
  }

  /** What there is to show now. */
  State state() {
    return state;
  }

  /** Scans and reloads come on threads of their own. */
  private synchronized void change(UnaryOperator<State> change) {
    state = change.apply(state);
  }

  /** Runs something on the scanning thread whenever what came of a scan was taken. */
  void afterPublishing(Runnable listener) {
    listeners.add(listener);
  }

  /** Ends with the first scan, or when nobody is to wait for it any longer. */
  public CompletionStage<Void> begun() {
    return begun.minimalCompletionStage();
  }

  /** Waits for the first scan, at most so long; after that nobody waits for it any longer. */
  public void awaitScan(Duration patience) throws InterruptedException {
    try {
      begun.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.debug("the first scan takes longer than {}", patience);
      begun.complete(null);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a scan that began cannot fail", e);
    }
  }

  /** A scan could not be made: nobody need wait for the first one. */
  public void scanFailed() {
    begun.complete(null);
  }

  /** Takes what came of a scan of all processes, after which no files of cgroups were read. */
  public void publish(Assessment assessment, double cpuSeconds, double pauseSeconds) {
    publish(assessment, CgroupFindings.NONE, cpuSeconds, pauseSeconds, true);
  }

  /**
   * Takes what came of a scan, or of a look at some processes.
   *
   * @param findings what the files of cgroups said after the last scan
   * @param cpuSeconds CPU time that it took
   * @param pauseSeconds between two scans
   * @param whole whether all processes were looked at
   */
  public void publish(
      Assessment assessment,
      CgroupFindings findings,
      double cpuSeconds,
      double pauseSeconds,
      boolean whole) {
    Snapshot snapshot = assessment.snapshot();
    State last = state();
    Configuration configuration = last.loaded().configuration();
    Optional<Published> before = last.published();
    int limit = configuration.cgroups().limit();
    CgroupSelection cgroups = CgroupSelection.after(before, assessment.census(), limit);
    MoveCounts moves =
        before
            .map(Published::moves)
            .orElse(MoveCounts.NONE)
            .plus(
                assessment.moves(),
                snapshot.defaultHierarchy(),
                assessment.attributions().cgroups(),
                limit);
    ProcessSelection processes =
        ProcessSelection.after(before, assessment, configuration.processes());
    if (whole) {
      durations.observe(snapshot.duration().toNanos() / 1e9);
    }
    MoverCounts movers =
        before
            .map(Published::movers)
            .orElse(MoverCounts.NONE)
            .plus(assessment.moves(), snapshot.defaultHierarchy(), attributor);
    Published next =
        new Published(
            snapshot,
            assessment.census(),
            processes,
            cgroups,
            assessment.attributions(),
            assessment.judgements(),
            findings,
            moves,
            movers,
            assessment.events().status(),
            before.map(Published::cpuSecondsTotal).orElse(0.0) + cpuSeconds,
            pauseSeconds);
    Histogram.Child.Value durationsNow = durations.labels().get();
    assessment.events().delays(nanoTime.getAsLong()).forEach(delays::observe);
    Histogram.Child.Value delaysNow = delays.labels().get();
    change(current -> current.with(next, durationsNow, delaysNow));
    begun.complete(null);
    listeners.forEach(Runnable::run);
  }

  @Override
  public List<MetricFamilySamples> collect() {
    return families(state());
  }

  /** simpleclient asks so for whom some names do, and leaves out all other samples itself. */
  @Override
  public List<MetricFamilySamples> collect(@Nullable Predicate<String> names) {
    if (names == null) {
      return collect();
    }
    Set<Family> wanted = EnumSet.noneOf(Family.class);
    NAMES.forEach(
        (family, its) -> {
          if (its.stream().anyMatch(names::test)) {
            wanted.add(family);
          }
        });
    return families(state(), new ProcessCollector(), wanted);
  }

  /** All families of a state, in the order of the catalogue. */
  List<MetricFamilySamples> families(State of) {
    return families(of, new ProcessCollector(), NAMES.keySet());
  }

  /** The families of a state without those of {@link ProcessCollector}, written elsewhere. */
  List<MetricFamilySamples> familiesWithoutProcesses(State of) {
    return families(of, new WrittenElsewhere(new ProcessCollector()), NAMES.keySet());
  }

  private List<MetricFamilySamples> families(
      State of, FamilyCollector processes, Set<Family> wanted) {
    Loaded loaded = of.loaded();
    Families all = new Families();
    of.published()
        .ifPresent(
            published -> {
              collect(processes, published, loaded.configuration(), wanted, all);
              all.addAll(
                  Family.SCAN_DURATION,
                  samples(Family.SCAN_DURATION, DURATION_BUCKETS, of.durations()));
              if (published.trace().isPresent()) {
                all.addAll(
                    Family.TRACE_DELAY, samples(Family.TRACE_DELAY, DELAY_BUCKETS, of.delays()));
              }
            });
    all.add(Family.CONFIG_RELOAD_SUCCESSFUL, loaded.successful() ? 1 : 0);
    all.add(Family.CONFIG_RELOAD_TIMESTAMP, loaded.at().toEpochMilli() / 1e3);
    of.webConfig()
        .ifPresent(
            web -> {
              all.add(Family.WEB_CONFIG_RELOAD_SUCCESSFUL, web.successful() ? 1 : 0);
              all.add(Family.WEB_CONFIG_RELOAD_TIMESTAMP, web.at().toEpochMilli() / 1e3);
              web.notAfter()
                  .ifPresent(
                      end ->
                          all.add(Family.WEB_CERTIFICATE_NOT_AFTER, (double) end.getEpochSecond()));
            });
    all.add(Family.BUILD_INFO, 1, build.version(), build.revision(), build.javaVersion());
    return all.toList(wanted);
  }

  /** Stands in for a collector that succeeded without it. */
  private record WrittenElsewhere(String name, Set<Family> families) implements FamilyCollector {
    WrittenElsewhere(FamilyCollector other) {
      this(other.name(), other.families());
    }

    @Override
    public void collect(Published published, Families families) {}
  }

  private void collect(
      FamilyCollector processes,
      Published published,
      Configuration configuration,
      Set<Family> wanted,
      Families all) {
    List<FamilyCollector> collectors =
        List.of(
            processes,
            new CgroupCollector(),
            new CgroupStatsCollector(),
            new NamespaceCollector(configuration.cgroups().limit()),
            new ExpectationCollector(
                EXPECTATION_SERIES_PER_PROCESS * configuration.processes().limit()),
            new ScanCollector(),
            new TraceCollector());
    // Whether a collector succeeds is known only when it has collected all.
    boolean everything = wanted.contains(Family.COLLECTOR_SUCCESS);
    for (FamilyCollector collector : collectors) {
      if (everything || !Collections.disjoint(wanted, collector.families())) {
        all.add(
            Family.COLLECTOR_SUCCESS,
            collectSafely(collector, published, all) ? 1 : 0,
            collector.name());
      }
    }
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

  private static List<Sample> samples(Family family, double[] bounds, Histogram.Child.Value value) {
    String name = family.metricName();
    List<Sample> samples = new ArrayList<>();
    for (int bucket = 0; bucket < value.buckets.length; bucket++) {
      double bound = bucket < bounds.length ? bounds[bucket] : Double.POSITIVE_INFINITY;
      samples.add(
          new Sample(
              name + "_bucket",
              List.of("le"),
              List.of(doubleToGoString(bound)),
              value.buckets[bucket]));
    }
    double count = value.buckets[value.buckets.length - 1];
    samples.add(new Sample(name + "_count", List.of(), List.of(), count));
    samples.add(new Sample(name + "_sum", List.of(), List.of(), value.sum));
    return samples;
  }

  @Override
  public List<MetricFamilySamples> describe() {
    return Arrays.stream(Family.values())
        .map(family -> Families.toSamples(family, List.of()))
        .toList();
  }
}

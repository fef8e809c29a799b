package io.cgck.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.cli.CapturedLog;
import io.cgck.config.Configuration;
import io.cgck.expect.Assessor;
import io.cgck.fixture.Sketch;
import io.cgck.fixture.TestHost;
import io.cgck.model.CgroupMode;
import io.cgck.model.Hierarchy;
import io.cgck.model.MountView;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import io.cgck.property.Name;
import io.cgck.property.Property;
import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SnapshotExpositionTest {
  /** No process is so young that it has no series. */
  private static final Instant NOW = Instant.ofEpochSecond(100_000);

  private static final String EXPECTATIONS =
      """
      expectations:
        - {name: home, match: {comm: "a*"}, expect: {cgroup: /home/**}, labels: {team: web}}
      """;

  private final Configuration configuration = TestHost.configuration(EXPECTATIONS);
  private final Publisher publisher =
      new Publisher(configuration, new BuildInfo("1", "2", "3"), Clock.systemUTC());
  private final Assessor assessor = new Assessor(configuration.expectations(), () -> 0);
  private final CollectorRegistry registry = registryOf(publisher);
  private long now;
  private final SnapshotExposition exposition =
      new SnapshotExposition(registry, publisher, () -> now);

  /**
   * Processes come, go and change between scrapes, some of which skip scans; between some scans
   * nothing changes.
   */
  @Test
  void everyBodyIsWhatSimpleclientWrites() {
    Property.holds(
        16,
        random -> {
          Publisher own =
              new Publisher(configuration, new BuildInfo("1", "2", "3"), Clock.systemUTC());
          CollectorRegistry of = registryOf(own);
          Assessor judge = new Assessor(configuration.expectations(), () -> 0);
          SnapshotExposition fast = new SnapshotExposition(of, own, () -> now);
          RegistryExposition slow = new RegistryExposition(of);
          Map<Integer, Sketch> processes = new TreeMap<>();
          assertSame(fast, slow);
          Snapshot last = snapshot(processes.values(), random);
          for (int scan = 0; scan < 10; scan++) {
            if (random.nextInt(3) > 0) {
              live(processes, random);
              last = snapshot(processes.values(), random);
            } else {
              last = of(last, random.nextBoolean() ? CgroupMode.UNIFIED : CgroupMode.HYBRID);
            }
            own.publish(judge.assess(last), 0.1, 5);
            if (random.nextInt(8) == 0) {
              own.configurationFailed();
            }
            if (random.nextInt(3) > 0) {
              assertSame(fast, slow);
            }
          }
        });
  }

  private static void assertSame(Exposition fast, RegistryExposition slow) {
    for (ExpositionFormat format : ExpositionFormat.values()) {
      String expected = new String(slow.text(format, Set.of()), UTF_8);
      for (ContentCoding coding : ContentCoding.values()) {
        assertThat(text(fast, format, coding)).isEqualTo(expected);
      }
    }
  }

  private static void live(Map<Integer, Sketch> processes, Random random) {
    int births = random.nextInt(processes.isEmpty() ? 400 : 20);
    for (int birth = 0; birth < births; birth++) {
      int pid = 1 + random.nextInt(2000);
      processes.put(pid, any(pid, random));
    }
    List<Integer> pids = new ArrayList<>(processes.keySet());
    for (int changes = random.nextInt(6); changes > 0 && !pids.isEmpty(); changes--) {
      int pid = pids.get(random.nextInt(pids.size()));
      switch (random.nextInt(3)) {
        case 0 -> processes.remove(pid);
        case 1 -> processes.computeIfPresent(pid, (same, was) -> was.comm(name(random)));
        default -> processes.computeIfPresent(pid, (same, was) -> was.in(path(random)));
      }
    }
  }

  private static Sketch any(int pid, Random random) {
    Sketch process = Sketch.process(pid, name(random), path(random)).started(random.nextInt(1000));
    return switch (random.nextInt(5)) {
      case 0 -> process.namespace(7 + random.nextInt(3), "/../" + name(random));
      case 1 -> process.inUnread();
      case 2 -> process.asZombie();
      case 3 -> process.mount(new MountView.Unread(), path(random));
      default -> process.alsoIn(new Hierarchy(3, "cpu,cpuacct"), path(random));
    };
  }

  private static String name(Random random) {
    String odd = random.nextInt(4) == 0 ? "\"\n\\" : "";
    return odd + Name.random(random, 3).text();
  }

  private static String path(Random random) {
    return random.nextBoolean() ? "/home/a" : Name.randomPath(random, 3).text();
  }

  private static Snapshot snapshot(Iterable<Sketch> processes, Random random) {
    List<ProcessInfo> all = new ArrayList<>();
    processes.forEach(process -> all.add(process.build()));
    Snapshot of = Sketch.snapshot(NOW.plusSeconds(random.nextInt(100)), List.of(), all);
    return of(of, random.nextInt(4) == 0 ? CgroupMode.UNIFIED : CgroupMode.HYBRID);
  }

  private static Snapshot of(Snapshot of, CgroupMode mode) {
    return new Snapshot(
        of.takenAt(),
        of.duration(),
        of.vantage(),
        mode,
        of.hierarchies(),
        of.defaultHierarchy(),
        of.processes(),
        of.cgroupNamespaces(),
        of.mountNamespaces(),
        of.vanished(),
        of.hidden(),
        0,
        of.errors());
  }

  /** simpleclient goes through collectors in no order that one could rely on. */
  @ParameterizedTest
  @EnumSource
  void whatElseTheRegistryHoldsComesAfterwardsAndIsNew(ExpositionFormat format) {
    CollectorRegistry others = new CollectorRegistry();
    Counter counter = Counter.build("requests", "Requests.").labelNames("code").create();
    Histogram histogram = Histogram.build("seconds", "Seconds.").create();
    for (CollectorRegistry each : List.of(registry, others)) {
      each.register(counter);
    }
    // Of this one the registry does not know the names.
    Collector undescribed =
        new Collector() {
          @Override
          public List<MetricFamilySamples> collect() {
            return histogram.collect();
          }
        };
    CollectorRegistry alone = registryOf(undescribed);
    publish(Sketch.process(1, "a", "/home"), Sketch.process(2, "b", "/"));
    for (int scrape = 0; scrape < 3; scrape++) {
      counter.labels("200").inc();
      for (ContentCoding coding : ContentCoding.values()) {
        assertThat(text(exposition, format, coding))
            .isEqualTo(ownText(format) + registryText(others, format));
      }
    }
    registry.unregister(counter);
    registry.register(undescribed);
    for (ContentCoding coding : ContentCoding.values()) {
      assertThat(text(exposition, format, coding))
          .isEqualTo(ownText(format) + registryText(alone, format));
    }
  }

  /** As from a collector that cannot be asked for names, whose families simpleclient picks. */
  @Test
  void whoAsksForNamesGetsWhatSimpleclientWouldPick() {
    publish(
        Sketch.process(1, "a", "/home").alsoIn(new Hierarchy(3, "cpu"), "/x"),
        Sketch.process(2, "a\n", "/").namespace(7, "/.."));
    publish(Sketch.process(1, "a", "/home/b"), Sketch.process(2, "b", "/"));
    CollectorRegistry whole = registryOf(new Whole(publisher));
    List<String> names = new ArrayList<>(List.of("cgck_none", "up"));
    for (MetricFamilySamples family : publisher.describe()) {
      names.addAll(Arrays.asList(family.getNames()));
    }
    for (ExpositionFormat format : ExpositionFormat.values()) {
      Property.holds(
          100,
          random -> {
            Collections.shuffle(names, random);
            Set<String> some = Set.copyOf(names.subList(0, 1 + random.nextInt(4)));
            assertThat(
                    new String(
                        Gzip.text(
                            exposition.render(format, ContentCoding.GZIP, some),
                            ContentCoding.GZIP),
                        UTF_8))
                .isEqualTo(new String(new RegistryExposition(whole).text(format, some), UTF_8));
          });
      for (String name : names) {
        assertThat(new RegistryExposition(registry).text(format, Set.of(name)))
            .as(name)
            .isEqualTo(new RegistryExposition(whole).text(format, Set.of(name)));
      }
    }
  }

  /** Gives all or nothing. */
  private static final class Whole extends Collector implements Collector.Describable {
    private final Publisher publisher;

    Whole(Publisher publisher) {
      this.publisher = publisher;
    }

    @Override
    public List<MetricFamilySamples> collect() {
      return publisher.collect();
    }

    @Override
    public List<MetricFamilySamples> describe() {
      return publisher.describe();
    }
  }

  @Test
  void whoAsksForNamesGetsThoseOnly() {
    publish(Sketch.process(1, "a", "/home"));

    assertThat(
            new String(
                Gzip.text(
                    exposition.render(
                        ExpositionFormat.TEXT, ContentCoding.GZIP, Set.of("cgck_process_info")),
                    ContentCoding.GZIP),
                UTF_8))
        .startsWith("# HELP cgck_process_info ")
        .contains("cgck_process_info{pid=\"1\",")
        .doesNotContain("cgck_scan");
  }

  @Test
  void aCollectorThatFailsTakesNothingElseAway() {
    Sketch twice = Sketch.process(1, "a", "/home");
    publish(twice, twice, Sketch.process(2, "b", "/"));

    assertThat(text(exposition, ExpositionFormat.TEXT, ContentCoding.GZIP))
        .isEqualTo(registryText(registry, ExpositionFormat.TEXT))
        .contains("cgck_collector_success{collector=\"process\",} 0.0");
  }

  @Test
  void manyWhoAskAtOnceShareWhatIsWrittenOnce() throws Exception {
    publish(manyProcesses("a"));
    int clients = 16;
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      List<CompletableFuture<Body>> scrapes = new ArrayList<>();
      for (int client = 0; client < clients; client++) {
        scrapes.add(
            CompletableFuture.supplyAsync(
                () -> {
                  await(start);
                  return exposition.render(ExpositionFormat.TEXT, ContentCoding.GZIP, Set.of());
                },
                threads));
      }
      start.countDown();

      List<ByteBuffer> first = parts(scrapes.getFirst().join());
      for (CompletableFuture<Body> scrape : scrapes) {
        List<ByteBuffer> parts = parts(scrape.join());
        assertThat(parts.get(0)).isSameAs(first.get(0));
        assertThat(parts.get(1)).isSameAs(first.get(1));
      }
    }
  }

  private static List<ByteBuffer> parts(Body body) {
    List<ByteBuffer> all = new ArrayList<>();
    try (Body.Parts parts = body.parts()) {
      while (parts.hasNext()) {
        all.add(parts.next());
      }
    }
    return all;
  }

  @Test
  void scansBetweenWhichNothingChangedShareWhatIsSaidOfProcesses() {
    Snapshot one = Sketch.snapshot(NOW, manyProcesses("a"));
    publisher.publish(assessor.assess(one), 0.1, 5);
    List<ByteBuffer> before =
        parts(exposition.render(ExpositionFormat.TEXT, ContentCoding.GZIP, Set.of()));
    publisher.publish(assessor.assess(of(one, one.mode())), 0.1, 5);
    List<ByteBuffer> after =
        parts(exposition.render(ExpositionFormat.TEXT, ContentCoding.GZIP, Set.of()));

    assertThat(after.get(0)).isSameAs(before.get(0));
    assertThat(after.get(1)).as("scans").isNotSameAs(before.get(1));
  }

  /** A scraper comes again and again, and would fill the log. */
  @Test
  void aDefectIsLoggedOnceUntilItIsOver() {
    Sketch twice = Sketch.process(1, "a", "/home");
    try (CapturedLog log = new CapturedLog()) {
      for (int scan = 0; scan < 3; scan++) {
        publish(twice, twice);
        text(exposition, ExpositionFormat.TEXT, ContentCoding.GZIP);
      }
      assertThat(log.lines()).filteredOn(SnapshotExpositionTest::isOfBlocks).hasSize(1);

      publish(twice);
      text(exposition, ExpositionFormat.TEXT, ContentCoding.GZIP);
      publish(twice, twice);
      text(exposition, ExpositionFormat.TEXT, ContentCoding.GZIP);
      assertThat(log.lines()).filteredOn(SnapshotExpositionTest::isOfBlocks).hasSize(2);
    }
  }

  private static boolean isOfBlocks(String line) {
    return line.startsWith("level=error") && line.contains("is written each time");
  }

  /** Every body is of one scan, whatever was published while it was written. */
  @Test
  void scansGoOnWhileManyAsk() throws Exception {
    publish(manyProcesses("scan0-"));
    AtomicBoolean scanning = new AtomicBoolean(true);
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<CompletableFuture<Integer>> clients = new ArrayList<>();
      for (int client = 0; client < 3; client++) {
        clients.add(CompletableFuture.supplyAsync(() -> scrapeWhile(scanning), threads));
      }
      for (int scan = 1; scan <= 40; scan++) {
        publish(manyProcesses("scan" + scan + "-"));
      }
      scanning.set(false);
      assertThat(clients).allSatisfy(client -> assertThat(client.join()).isPositive());
    }
  }

  private int scrapeWhile(AtomicBoolean scanning) {
    int scrapes = 0;
    do {
      for (ContentCoding coding : ContentCoding.values()) {
        String text = text(exposition, ExpositionFormat.OPENMETRICS, coding);
        assertThat(text).endsWith("# EOF\n");
        assertThat(
                text.lines()
                    .filter(line -> line.contains("comm=\"scan"))
                    .map(line -> line.replaceFirst(".*comm=\"(scan[0-9]+)-.*", "$1"))
                    .distinct())
            .hasSize(1);
        scrapes++;
      }
    } while (scanning.get());
    return scrapes;
  }

  @Test
  void aScrapeThatHangsHoldsUpNeitherScansNorOtherScrapes() {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicBoolean hangs = new AtomicBoolean(true);
    registry.register(
        new Collector() {
          @Override
          public List<MetricFamilySamples> collect() {
            if (hangs.getAndSet(false)) {
              entered.countDown();
              await(release);
            }
            return List.of();
          }
        });
    publish(Sketch.process(1, "before", "/"));
    CompletableFuture<String> hanging =
        CompletableFuture.supplyAsync(
            () -> text(exposition, ExpositionFormat.TEXT, ContentCoding.GZIP));
    await(entered);
    try {
      publish(Sketch.process(1, "after", "/"));
      assertThat(text(exposition, ExpositionFormat.TEXT, ContentCoding.GZIP)).contains("after");
      assertThat(hanging).isNotDone();
    } finally {
      release.countDown();
    }
    assertThat(hanging.join()).contains("before");
  }

  @Test
  void whatNobodyAsksForIsNotKept() {
    publish(manyProcesses("a"));
    assertThat(exposition.kept()).as("before anyone has asked").isZero();

    text(exposition, ExpositionFormat.TEXT, ContentCoding.IDENTITY);
    long text = exposition.kept();
    assertThat(text).isPositive();
    text(exposition, ExpositionFormat.TEXT, ContentCoding.GZIP);
    assertThat(exposition.kept()).as("one page for both").isEqualTo(text);
    text(exposition, ExpositionFormat.OPENMETRICS, ContentCoding.GZIP);
    long both = exposition.kept();
    assertThat(both).isGreaterThan(text);

    publish(manyProcesses("a"));
    assertThat(exposition.kept()).as("kept for a while").isEqualTo(both);

    now += Duration.ofMinutes(2).toNanos();
    text(exposition, ExpositionFormat.TEXT, ContentCoding.GZIP);
    now += Duration.ofMinutes(2).toNanos();
    publish(manyProcesses("a"));
    assertThat(exposition.kept()).as("what was asked for").isBetween(1L, both - 1);

    now += Duration.ofMinutes(2).toNanos();
    publish(manyProcesses("a"));
    assertThat(exposition.kept()).isZero();
  }

  private void publish(Sketch... processes) {
    publisher.publish(assessor.assess(Sketch.snapshot(NOW, processes)), 0.1, 5);
  }

  private static Sketch[] manyProcesses(String comm) {
    Sketch[] processes = new Sketch[500];
    Arrays.setAll(processes, index -> Sketch.process(100 + index, comm + "x", "/home/" + index));
    return processes;
  }

  private static CollectorRegistry registryOf(Collector collector) {
    CollectorRegistry registry = new CollectorRegistry();
    registry.register(collector);
    return registry;
  }

  private String ownText(ExpositionFormat format) {
    String text = registryText(registryOf(publisher), format);
    return text.substring(0, text.length() - format.end().length());
  }

  private static String registryText(CollectorRegistry of, ExpositionFormat format) {
    return new String(new RegistryExposition(of).text(format, Set.of()), UTF_8);
  }

  private static String text(Exposition of, ExpositionFormat format, ContentCoding coding) {
    return new String(Gzip.text(of.render(format, coding, Set.of()), coding), UTF_8);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

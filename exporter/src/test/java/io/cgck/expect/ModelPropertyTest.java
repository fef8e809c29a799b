package io.cgck.expect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.config.CgroupSettings;
import io.cgck.config.Configuration;
import io.cgck.config.ProcessSettings;
import io.cgck.config.ScanSettings;
import io.cgck.config.TraceSection;
import io.cgck.fixture.Sketch;
import io.cgck.fixture.TestHost;
import io.cgck.metrics.BuildInfo;
import io.cgck.metrics.ExpositionFormat;
import io.cgck.metrics.Publisher;
import io.cgck.metrics.RegistryExposition;
import io.cgck.property.Property;
import io.prometheus.client.CollectorRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random histories of processes: fork, move, exec, rename, exit with and without a zombie, and PIDs
 * used again, several of them between two scans. The model keeps its own, far simpler books; the
 * exposition must show the same.
 */
class ModelPropertyTest {
  private static final List<String> CGROUPS = List.of("/", "/home", "/home/a", "/away", "/away/b");
  private static final List<String> COMMS = List.of("worker", "other");
  private static final int SCANS = 25;
  private static final String RULE =
      """
      builtin_expectations: {stays_in_unit: false, not_in_root_cgroup: false}
      expectations:
        - {name: home, match: {comm: worker}, expect: {cgroup: /home/**}}
        - {name: patient, match: {comm: worker}, expect: {cgroup: /home/**}, for: 3s}
        - {name: stay, match: {comm: "*"}, expect: {cgroup: first-seen}}
      """;

  /** A process as the model knows it. */
  private static final class Modelled {
    private final int pid;
    private final long start;
    private String comm;
    private String cgroup;
    private long stack;
    private boolean zombie;

    // As the last scan saw it.
    private String seenCgroup = "";
    private String firstSeen = "";
    private long seenStack = -1;
    private long brokenSince = -1;
    private boolean violatesHome;
    private boolean violatesPatient;
    private boolean violatesStay;

    Modelled(int pid, long start, String comm, String cgroup, long stack) {
      this.pid = pid;
      this.start = start;
      this.comm = comm;
      this.cgroup = cgroup;
      this.stack = stack;
    }

    Sketch sketch() {
      Sketch alive = Sketch.process(pid, comm, cgroup).started(start).executed(stack);
      return zombie ? alive.asZombie() : alive;
    }
  }

  /** All processes, and the counters as they must be. */
  private static final class World {
    private final Random random;
    private final Map<Integer, Modelled> processes = new TreeMap<>();
    private final Map<String, Long> joins = new HashMap<>();
    private final Map<String, Long> leaves = new HashMap<>();
    private long ticks = 1000;
    private long moves;
    private long home;
    private long patient;
    private long stay;

    World(Random random) {
      this.random = random;
    }

    void live() {
      for (int steps = random.nextInt(12); steps > 0; steps--) {
        switch (random.nextInt(7)) {
          case 0, 1 -> fork();
          case 2 -> any().ifPresent(process -> process.cgroup = pick(CGROUPS));
          case 3 ->
              any()
                  .ifPresent(
                      process -> {
                        process.comm = pick(COMMS);
                        process.stack = ++ticks;
                      });
          case 4 -> any().ifPresent(process -> process.comm = pick(COMMS));
          case 5 -> any().ifPresent(process -> process.zombie = true);
          default -> any().ifPresent(process -> processes.remove(process.pid));
        }
      }
    }

    /** A few PIDs only, so that they are soon used again. */
    private void fork() {
      int pid = 1000 + random.nextInt(12);
      processes.putIfAbsent(pid, new Modelled(pid, ++ticks, pick(COMMS), pick(CGROUPS), ++ticks));
    }

    private java.util.Optional<Modelled> any() {
      List<Modelled> all = new ArrayList<>(processes.values());
      return all.isEmpty()
          ? java.util.Optional.empty()
          : java.util.Optional.of(all.get(random.nextInt(all.size())));
    }

    private String pick(List<String> from) {
      return from.get(random.nextInt(from.size()));
    }

    /** What a scan must count. */
    void scanned(long seconds) {
      processes.values().removeIf(process -> process.zombie);
      for (Modelled process : processes.values()) {
        if (!process.seenCgroup.isEmpty() && !process.seenCgroup.equals(process.cgroup)) {
          moves++;
          joins.merge(process.cgroup, 1L, Long::sum);
          leaves.merge(process.seenCgroup, 1L, Long::sum);
        }
        if (process.seenStack != process.stack && !process.violatesStay) {
          process.firstSeen = process.cgroup;
        }
        process.seenCgroup = process.cgroup;
        process.seenStack = process.stack;
        boolean broken =
            process.comm.equals("worker")
                && !process.cgroup.equals("/home")
                && !process.cgroup.startsWith("/home/");
        if (!broken) {
          process.brokenSince = -1;
        } else if (process.brokenSince < 0) {
          process.brokenSince = seconds;
        }
        home += begins(process.violatesHome, broken);
        process.violatesHome = broken;
        boolean overdue = broken && seconds - process.brokenSince >= 3;
        patient += begins(process.violatesPatient, overdue);
        process.violatesPatient = overdue;
        boolean left =
            !process.firstSeen.equals("/")
                && !process.cgroup.equals(process.firstSeen)
                && !process.cgroup.startsWith(process.firstSeen + "/");
        stay += begins(process.violatesStay, left);
        process.violatesStay = left;
      }
    }

    private static long begins(boolean before, boolean now) {
      return now && !before ? 1 : 0;
    }
  }

  @Test
  void countersEqualTheModels() {
    Property.holds(400, ModelPropertyTest::aHistory);
  }

  private static void aHistory(Random random) {
    World world = new World(random);
    long[] nanos = {0};
    Configuration rules = TestHost.configuration(RULE);
    Assessor assessor = new Assessor(rules.expectations(), () -> nanos[0]);
    Publisher publisher =
        new Publisher(
            new Configuration(
                ScanSettings.defaults(),
                new ProcessSettings(100, Duration.ZERO, false, List.of(), List.of()),
                CgroupSettings.defaults(),
                TraceSection.defaults(),
                rules.expectations()),
            new BuildInfo("", "", ""),
            Clock.systemUTC());
    CollectorRegistry registry = new CollectorRegistry();
    publisher.register(registry);
    for (int scan = 0; scan < SCANS; scan++) {
      world.live();
      Sketch[] present =
          world.processes.values().stream().map(Modelled::sketch).toArray(Sketch[]::new);
      publisher.publish(
          assessor.assess(Sketch.snapshot(Instant.ofEpochSecond(100_000 + scan), present)), 0, 1);
      world.scanned(scan);
      String text =
          new String(
              new RegistryExposition(registry).text(ExpositionFormat.TEXT, Set.of()),
              StandardCharsets.UTF_8);
      assertThat(relevant(text)).as("scan %d", scan).isEqualTo(expected(world));
      nanos[0] += Duration.ofSeconds(1).toNanos();
    }
  }

  private static Set<String> expected(World world) {
    Set<String> lines = new HashSet<>();
    lines.add("cgck_process_moves_total{source=\"scan\",} " + world.moves + ".0");
    world.joins.forEach(
        (cgroup, n) ->
            lines.add("cgck_cgroup_joins_total{cgroup=\"%s\",} %d.0".formatted(cgroup, n)));
    world.leaves.forEach(
        (cgroup, n) ->
            lines.add("cgck_cgroup_leaves_total{cgroup=\"%s\",} %d.0".formatted(cgroup, n)));
    addRule("home", world.home, lines);
    addRule("patient", world.patient, lines);
    addRule("stay", world.stay, lines);
    long violated = 0;
    for (Modelled process : world.processes.values()) {
      if (process.comm.equals("worker")) {
        addExpected("home", process, process.violatesHome, lines);
        addExpected("patient", process, process.violatesPatient, lines);
        violated += process.violatesPatient ? 1 : 0;
      }
      addExpected("stay", process, process.violatesStay, lines);
    }
    lines.add(
        "cgck_expectation_processes{expectation=\"patient\",state=\"violated\",} %d.0"
            .formatted(violated));
    return lines;
  }

  private static void addRule(String rule, long count, Set<String> lines) {
    lines.add("cgck_expectation_violations_total{expectation=\"%s\",} %d.0".formatted(rule, count));
  }

  private static void addExpected(
      String rule, Modelled process, boolean violated, Set<String> lines) {
    lines.add(
        "cgck_process_expected{expectation=\"%s\",pid=\"%d\",comm=\"%s\",} %s"
            .formatted(rule, process.pid, process.comm, violated ? "0.0" : "1.0"));
  }

  private static Set<String> relevant(String text) {
    Set<String> lines = new HashSet<>();
    text.lines()
        .filter(
            line ->
                line.startsWith("cgck_process_moves_total{")
                    || line.startsWith("cgck_cgroup_joins_total{")
                    || line.startsWith("cgck_cgroup_leaves_total{")
                    || line.startsWith("cgck_process_expected{")
                    || (line.startsWith("cgck_expectation_violations_total{")
                        && !line.contains("cgroup_"))
                    || line.startsWith(
                        "cgck_expectation_processes{expectation=\"patient\",state=\"violated\""))
        .forEach(lines::add);
    return lines;
  }
}

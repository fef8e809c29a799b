package io.cgck.benchmark;

import io.cgck.config.Configuration;
import io.cgck.expect.Assessment;
import io.cgck.expect.Assessor;
import io.cgck.fixture.TestHost;
import io.cgck.lab.Cgroup;
import io.cgck.lab.CgroupLab;
import io.cgck.model.Snapshot;
import io.cgck.scan.Scanner;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Scans and judges in turns, and tells the CPU time of each: with no expectation, with the built-in
 * ones, and with many more, while nothing changes and while one process in a hundred moves.
 */
public final class ExpectationCost {
  private static final int CGROUPS = 200;
  private static final int NAMES = 40;
  private static final int WARM_UP = 10;
  private static final int ROUNDS = 30;
  private static final String NONE =
      """
      builtin_expectations:
        inside_cgroup_namespace: false
        fresh_cgroup_mount: false
        container_cgroup_namespace: false
        stays_in_unit: false
        not_in_root_cgroup: false
      """;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final CgroupLab lab;
  private final List<Cgroup> cgroups = new ArrayList<>();
  private final List<Long> pids = new ArrayList<>();
  private final Map<String, List<Long>> figures = new TreeMap<>();

  private ExpectationCost(CgroupLab lab) {
    this.lab = lab;
  }

  public static void main(String[] args) throws Exception {
    int processes = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
    int rules = args.length > 1 ? Integer.parseInt(args[1]) : 200;
    try (CgroupLab lab = CgroupLab.open()) {
      ExpectationCost benchmark = new ExpectationCost(lab);
      benchmark.start(processes);
      benchmark.measure(rules);
      benchmark.print(processes, rules);
    }
  }

  /**
   * Sleepers of some different names in some different cgroups, half of them shaped as services.
   */
  private void start(int processes) throws IOException {
    Path names = Files.createTempDirectory("cgck-benchmark-");
    try {
      for (int name = 0; name < NAMES; name++) {
        Files.createSymbolicLink(names.resolve("worker-" + name), Path.of("/usr/bin/sleep"));
      }
      int each = processes / CGROUPS;
      for (int n = 0; n < CGROUPS; n++) {
        Cgroup cgroup = lab.cgroup(n % 2 == 0 ? "unit-" + n + ".service" : "jobs/job-" + n);
        cgroups.add(cgroup);
        lab.shell(cgroup)
            .run(
                "i=0; while [ $i -lt %d ]; do %s/worker-$((i %% %d)) 3600 & i=$((i + 1)); done"
                    .formatted(each, names, NAMES));
        pids.addAll(cgroup.processes());
      }
    } finally {
      for (int name = 0; name < NAMES; name++) {
        Files.deleteIfExists(names.resolve("worker-" + name));
      }
      Files.delete(names);
    }
  }

  private String expectations(int rules) {
    StringBuilder yaml = new StringBuilder("expectations:\n");
    for (int rule = 0; rule < rules; rule++) {
      String match =
          switch (rule % 4) {
            case 0 -> "{comm: worker-" + rule % NAMES + "}";
            case 1 -> "{unit: unit-" + rule % CGROUPS + ".service, comm: \"worker-*\"}";
            case 2 -> "{cgroup: \"/**/job-" + rule % CGROUPS + "\"}";
            default -> "{comm: {regex: \"worker-[0-9]*" + rule % 10 + "\"}, user: www-data}";
          };
      String expect =
          rule % 2 == 0
              ? "{cgroup: " + lab.top().path() + "/**}"
              : "{cgroup: first-seen, cgroup_namespace: initial}";
      yaml.append("  - {name: rule-%d, match: %s, expect: %s}\n".formatted(rule, match, expect));
    }
    return yaml.toString();
  }

  private void measure(int rules) throws Exception {
    Configuration all = TestHost.configuration(expectations(rules));
    Assessor none = new Assessor(TestHost.configuration(NONE).expectations(), System::nanoTime);
    Assessor builtIn = new Assessor(TestHost.configuration("").expectations(), System::nanoTime);
    Assessor many = new Assessor(all.expectations(), System::nanoTime);
    try (Scanner scanner = Scanner.open(Path.of("/proc"), Clock.systemUTC())) {
      for (int round = 0; round < WARM_UP + 2 * ROUNDS; round++) {
        boolean moving = round >= WARM_UP + ROUNDS;
        if (moving) {
          move(round);
        }
        String phase = round == 0 ? "first" : moving ? "moving" : "steady";
        boolean counts = round == 0 || round >= WARM_UP;
        long before = THREADS.getCurrentThreadCpuTime();
        Snapshot snapshot = scanner.scan(all.details(), Duration.ZERO);
        long scanned = THREADS.getCurrentThreadCpuTime();
        assess(none, snapshot);
        long withNone = THREADS.getCurrentThreadCpuTime();
        assess(builtIn, snapshot);
        long withBuiltIn = THREADS.getCurrentThreadCpuTime();
        assess(many, snapshot);
        long withMany = THREADS.getCurrentThreadCpuTime();
        if (counts) {
          add(phase + " 0", scanned - before);
          add(phase + " 1", withNone - scanned);
          add(phase + " 2", withBuiltIn - withNone);
          add(phase + " 3", withMany - withBuiltIn);
        }
      }
    }
  }

  private static void assess(Assessor assessor, Snapshot snapshot) {
    Assessment assessment = assessor.assess(snapshot);
    if (assessment.judgements().turns().size() > 1_000_000) {
      throw new IllegalStateException("never");
    }
  }

  /** One process in a hundred, to the next cgroup. */
  private void move(int round) throws IOException {
    for (int n = round % 100; n < pids.size(); n += 100) {
      Cgroup to = cgroups.get((n + round) % cgroups.size());
      Files.writeString(to.directory().resolve("cgroup.procs"), Long.toString(pids.get(n)));
    }
  }

  private void add(String what, long nanos) {
    figures.computeIfAbsent(what, same -> new ArrayList<>()).add(nanos);
  }

  private void print(int processes, int rules) {
    System.out.printf(
        "%d processes in %d cgroups, CPU time of one scan in ms: median (least to most)%n%n",
        processes, CGROUPS);
    System.out.println(
        "| | first scan | nothing changed | 1 % moved | share of a steady scan |\n"
            + "|---|---|---|---|---|");
    row("the scan itself", 0);
    row("changes and moves, no expectation", 1);
    row("the same and the 5 built-in expectations", 2);
    row("the same and " + rules + " more", 3);
  }

  private void row(String what, int index) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %s | %s | %.1f %% |%n",
        what,
        cell("first " + index),
        cell("steady " + index),
        cell("moving " + index),
        100.0 * median("steady " + index) / median("steady 0"));
  }

  private String cell(String what) {
    long[] sorted = sorted(what);
    return sorted.length == 1
        ? millis(sorted[0])
        : "%s (%s to %s)"
            .formatted(millis(median(what)), millis(sorted[0]), millis(sorted[sorted.length - 1]));
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.2f", nanos / 1e6);
  }

  private long median(String what) {
    long[] sorted = sorted(what);
    return sorted[sorted.length / 2];
  }

  private long[] sorted(String what) {
    long[] sorted =
        figures.getOrDefault(what, List.of()).stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }
}

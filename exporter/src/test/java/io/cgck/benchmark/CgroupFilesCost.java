package io.cgck.benchmark;

import io.cgck.cgroupfs.PlainDirectories;
import io.cgck.expect.Assessment;
import io.cgck.expect.Assessor;
import io.cgck.fixture.TestHost;
import io.cgck.lab.Cgroup;
import io.cgck.lab.CgroupLab;
import io.cgck.lab.Command;
import io.cgck.lab.LabShell;
import io.cgck.lab.Waiting;
import io.cgck.match.CgroupFilter;
import io.cgck.match.Criterion;
import io.cgck.match.GlobPattern;
import io.cgck.match.Matcher;
import io.cgck.match.Parsed;
import io.cgck.model.FileGroup;
import io.cgck.scan.Scanner;
import io.cgck.stats.CgroupWatch;
import io.cgck.stats.Plan;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What reading the files of many cgroups costs: cgck with directories that stay open and without,
 * and a program in C that makes nothing of the same files, in one run.
 */
public final class CgroupFilesCost {
  private static final int WARM_UP = 20;
  private static final int ROUNDS = 20;
  private static final int PEER_SAMPLES = 5;
  private static final int AT_ONCE = 50;
  private static final Set<FileGroup> GROUPS =
      Set.of(FileGroup.CORE, FileGroup.PRESSURE, FileGroup.CPU);

  /** The files of these groups, which every cgroup of the unified hierarchy has. */
  private static final List<String> FILES =
      List.of(
          "cgroup.controllers",
          "cgroup.events",
          "cgroup.freeze",
          "cgroup.max.depth",
          "cgroup.max.descendants",
          "cgroup.stat",
          "cgroup.subtree_control",
          "cgroup.type",
          "cpu.pressure",
          "io.pressure",
          "memory.pressure",
          "cpu.stat");

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private CgroupFilesCost() {}

  public static void main(String[] args) throws Exception {
    int cgroups = args.length > 0 ? Integer.parseInt(args[0]) : 2_000;
    try (CgroupLab lab = CgroupLab.open()) {
      List<Cgroup> made = new ArrayList<>();
      for (int n = 0; n < cgroups; n++) {
        made.add(lab.cgroup("group-" + n / 100 + "/member-" + n));
      }
      populate(lab.shell(lab.top()), made);
      Waiting.patiently()
          .until(
              "a process in each cgroup",
              () -> made.stream().noneMatch(cgroup -> cgroup.processes().isEmpty()));
      System.out.printf(
          "%d cgroups of %d files, CPU time in ms: median (least to most)%n%n",
          cgroups, FILES.size());
      System.out.println("| | all | of a cgroup, µs | of a file, µs |\n|---|---|---|---|");
      row("cgck, directories that stay open", cgck(lab, cgroups, cgroups + 100), cgroups);
      row("cgck, as many open as by default (512)", cgck(lab, cgroups, 512), cgroups);
      row("C, directories that stay open", c("kept", made), cgroups);
      row("C, as `cat` reads them", c("cat", made), cgroups);
      ControlGroupTop.nanos(lab.top(), PEER_SAMPLES)
          .ifPresent(
              nanos ->
                  row(
                      "systemd-cgtop, " + ControlGroupTop.FILES + " files of each",
                      nanos,
                      cgroups,
                      ControlGroupTop.FILES));
    }
  }

  /** Some at a time: what a shell is told it has to do within a bound. */
  private static void populate(LabShell shell, List<Cgroup> cgroups) {
    for (int from = 0; from < cgroups.size(); from += AT_ONCE) {
      shell.run(
          cgroups.subList(from, Math.min(cgroups.size(), from + AT_ONCE)).stream()
                  .map(
                      cgroup ->
                          "sh -c 'echo $$ >%s/cgroup.procs; exec sleep 3600' &"
                              .formatted(cgroup.directory()))
                  .collect(Collectors.joining("\n"))
              + "\n:");
    }
  }

  private static long[] cgck(CgroupLab lab, int cgroups, int open) throws Exception {
    Parsed<GlobPattern> glob = GlobPattern.parse(lab.top().path() + "/*/member-*");
    if (!(glob instanceof Parsed.Good<GlobPattern>(GlobPattern members))) {
      throw new IllegalStateException("no pattern: " + glob);
    }
    Plan plan =
        new Plan(
            GROUPS,
            new CgroupFilter(
                List.of(new Matcher(List.of(new Criterion.Cgroup(members)))), List.of()),
            1_000_000,
            List.of(),
            Duration.ofHours(1));
    Assessor assessor = new Assessor(TestHost.configuration("").expectations(), System::nanoTime);
    try (Scanner scanner = Scanner.open(Path.of("/proc"), Clock.systemUTC());
        CgroupWatch watch =
            new CgroupWatch(
                () -> PlainDirectories.reader(Path.of("/sys"), Path.of("/proc"), open), plan)) {
      Assessment assessment = assessor.assess(scanner.scan(Set.of(), Duration.ZERO));
      long[] nanos = new long[ROUNDS];
      for (int round = 0; round < WARM_UP + ROUNDS; round++) {
        long before = THREADS.getCurrentThreadCpuTime();
        int read = watch.look(assessment, round).stats().size();
        if (read != cgroups) {
          throw new IllegalStateException("read " + read);
        }
        if (round >= WARM_UP) {
          nanos[round - WARM_UP] = THREADS.getCurrentThreadCpuTime() - before;
        }
      }
      return nanos;
    }
  }

  private static long[] c(String mode, List<Cgroup> cgroups) {
    StringBuilder paths = new StringBuilder();
    for (Cgroup cgroup : cgroups) {
      FILES.forEach(file -> paths.append(cgroup.directory()).append('/').append(file).append('\n'));
    }
    Command.Outcome outcome =
        Command.of(
                new ProcessBuilder(
                    NativeProgram.compile("cgroupfiles").executable().toString(),
                    mode,
                    Integer.toString(ROUNDS)))
            .run(paths.toString());
    if (outcome.exitCode() != 0) {
      throw new IllegalStateException(outcome.stderr());
    }
    return outcome
        .stdout()
        .lines()
        .mapToLong(line -> 1000 * Long.parseLong(line.split(" ", 2)[0]))
        .toArray();
  }

  private static void row(String what, long[] nanos, int cgroups) {
    row(what, nanos, cgroups, FILES.size());
  }

  private static void row(String what, long[] nanos, int cgroups, int files) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    long median = sorted[sorted.length / 2];
    System.out.printf(
        Locale.ROOT,
        "| %s | %.1f (%.1f to %.1f) | %.1f | %.2f |%n",
        what,
        median / 1e6,
        sorted[0] / 1e6,
        sorted[sorted.length - 1] / 1e6,
        median / 1e3 / cgroups,
        median / 1e3 / cgroups / files);
  }
}

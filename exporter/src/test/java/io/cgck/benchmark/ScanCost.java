package io.cgck.benchmark;

import io.cgck.lab.CgroupLab;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a look at all processes costs: cgck's, the least that it could cost, and others', side by
 * side in one run and in turns.
 */
public final class ScanCost {
  private final ScanCostArguments arguments;
  private final PrintStream out;
  private final List<Goal> growth = new ArrayList<>();
  private OptionalDouble firstPerProcess = OptionalDouble.empty();

  public ScanCost(ScanCostArguments arguments, PrintStream out) {
    this.arguments = arguments;
    this.out = out;
  }

  public static void main(String[] args) throws Exception {
    try {
      new ScanCost(ScanCostArguments.parse(List.of(args)), System.out).run();
    } catch (IllegalArgumentException e) {
      System.err.println("scan: " + e.getMessage());
      System.exit(2);
    }
  }

  /** Whether the machine has what the programs in C need. */
  public static boolean canRun() {
    return NativeProgram.canCompile();
  }

  /** The first cells of all rows of the comparison. */
  public static List<String> rows() {
    return Arrays.stream(ScanSubject.values())
        .filter(who -> who != ScanSubject.OWN)
        .map(ScanSubject::title)
        .toList();
  }

  public void run() throws Exception {
    if (arguments.memory()) {
      new MemoryCost(out).run(arguments.counts());
      return;
    }
    for (int count : arguments.counts()) {
      measure(count);
    }
    if (arguments.counts().size() > 1) {
      Goal.print(out, growth);
    }
  }

  private void measure(int count) throws Exception {
    String before = Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0];
    try (CgroupLab lab = CgroupLab.open()) {
      Sleepers sleepers = Sleepers.start(lab, count);
      try (ScanRounds rounds = ScanRounds.start(lab, sleepers, arguments.time())) {
        LookFigures figures = rounds.run(arguments.rounds());
        out.printf("%n%s%n%n", setting(count, before));
        figures.print(out, rows(), ScanSubject.LEAST.title());
        ScanningDaemon.Crowd crowd = rounds.crowd();
        Goal.print(out, goals(figures, crowd));
        out.printf(
            "%n%d parallel scrapes while scanning: %d failed. A scan with 1 %% moved saw %s %% move.%n",
            crowd.scrapes(),
            crowd.failed(),
            LookFigures.decimal(
                figures.median(ScanSubject.MOVING.title(), Figure.MOVED).orElse(0)));
        grown(count, figures);
      }
    }
  }

  private String setting(int count, String load) throws IOException {
    return ("%d sleeping processes in %d cgroups, each `cgroup` file of %d lines; Linux %s, %d cores,"
            + " load %s before; medians of %d rounds (least to most).")
        .formatted(
            count,
            Sleepers.CGROUPS,
            Files.readAllLines(Path.of("/proc/self/cgroup")).size(),
            System.getProperty("os.version"),
            Runtime.getRuntime().availableProcessors(),
            load,
            arguments.rounds());
  }

  private static List<Goal> goals(LookFigures figures, ScanningDaemon.Crowd crowd) {
    OptionalDouble steady = cpu(figures, ScanSubject.STEADY);
    OptionalDouble gzip = cpu(figures, ScanSubject.GZIP);
    OptionalDouble perProcess = cpu(figures, ScanSubject.PER_PROCESS);
    return List.of(
        against(
            "a steady scan against the least work in C", 1.3, steady, figures, ScanSubject.LEAST),
        against("… against the naive program in C", 0.3, steady, figures, ScanSubject.NAIVE),
        against("… against `ps`", 1 / 8.0, steady, figures, ScanSubject.PS),
        new Goal(
            "… against a scrape of process-exporter, one group per process",
            1 / 25.0,
            " ×",
            Goal.ratio(steady, perProcess)),
        new Goal("a scrape of an unchanged snapshot, gzip", 3, " ms", gzip),
        new Goal("… against process-exporter's", 1 / 100.0, " ×", Goal.ratio(gzip, perProcess)),
        new Goal(
            "a scan in which 1 % of the processes moved against the steady one",
            1.5, " ×", Goal.ratio(cpu(figures, ScanSubject.MOVING), steady)),
        new Goal(
            "allocated by a steady scan",
            64,
            " KiB",
            figures.median(ScanSubject.OWN.title(), Figure.ALLOCATED)),
        new Goal(
            "wall time of a scan with 50 parallel scrapes against the steady one",
            1.1,
            " ×",
            Goal.ratio(
                wall(crowd.scan()), figures.median(ScanSubject.STEADY.title(), Figure.WALL))),
        new Goal("failed of these scrapes", 0, "", OptionalDouble.of(crowd.failed())));
  }

  private static Goal against(
      String what, double most, OptionalDouble cpu, LookFigures figures, ScanSubject other) {
    return new Goal(what, most, " ×", Goal.ratio(cpu, cpu(figures, other)));
  }

  private static OptionalDouble cpu(LookFigures figures, ScanSubject who) {
    return figures.median(who.title(), Figure.CPU);
  }

  private static OptionalDouble wall(Look look) {
    return OptionalDouble.of(look.figures().get(Figure.WALL));
  }

  /** How the cost of one process changes with the number of processes. */
  private void grown(int count, LookFigures figures) {
    double steady = cpu(figures, ScanSubject.STEADY).orElseThrow();
    OptionalDouble each = OptionalDouble.of(steady / count);
    if (firstPerProcess.isEmpty()) {
      firstPerProcess = each;
    }
    growth.add(
        new Goal(
            "a process's share of a steady scan of %d against that of %d"
                .formatted(count, arguments.counts().getFirst()),
            1.2,
            " ×",
            Goal.ratio(each, firstPerProcess)));
  }
}

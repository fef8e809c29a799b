package io.cgck.explain;

import io.cgck.expect.Assessment;
import io.cgck.expect.Expectation;
import io.cgck.expect.Standing;
import io.cgck.expect.State;
import io.cgck.model.CgroupPath;
import io.cgck.model.ProcessInfo;
import io.cgck.text.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Says what the expectations of a configuration come to on the host as it is now. */
public record LiveExplanation(List<Expectation> expectations, Assessment assessment) {
  private static final int MOST_PROCESSES = 20;

  /** A process and how it stands to one expectation. */
  private record Line(ProcessInfo process, Standing standing) {}

  private record Pair(Expectation one, Expectation other) {}

  public List<String> lines(OptionalInt width) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.addAll(tallies().lines(width));
    for (Expectation expectation : expectations) {
      if (expectation.isAboutLimitsOnly()) {
        continue;
      }
      List<Line> meant = meant(expectation);
      if (!expectation.builtIn() && meant.isEmpty()) {
        lines.add("");
        lines.add(
            expectation.name()
                + " means no process that is here now (one that has left its place, only the daemon"
                + " knows)");
      } else if (!meant.isEmpty()) {
        lines.add("");
        lines.add(expectation.name());
        lines.addAll(processes(meant).lines(width));
        if (meant.size() > MOST_PROCESSES) {
          lines.add("… and %d more".formatted(meant.size() - MOST_PROCESSES));
        }
      }
    }
    lines.addAll(overlaps());
    return lines;
  }

  private Table tallies() {
    Table table =
        new Table(
            new Table.Column("EXPECTATION", Table.Align.LEFT),
            new Table.Column("MEANT", Table.Align.RIGHT),
            new Table.Column("MET", Table.Align.RIGHT),
            new Table.Column("PENDING", Table.Align.RIGHT),
            new Table.Column("VIOLATED", Table.Align.RIGHT),
            new Table.Column("UNKNOWN", Table.Align.RIGHT));
    assessment
        .judgements()
        .tallies()
        .forEach(
            (expectation, tally) ->
                table.add(
                    expectation.name(),
                    Long.toString(tally.meant()),
                    Long.toString(tally.in(State.MET)),
                    Long.toString(tally.in(State.PENDING)),
                    Long.toString(tally.in(State.VIOLATED)),
                    Long.toString(tally.in(State.UNKNOWN))));
    return table;
  }

  /** Of a built-in expectation not what meets it: it means nearly every process. */
  private List<Line> meant(Expectation expectation) {
    List<Line> lines = new ArrayList<>();
    for (ProcessInfo process : assessment.snapshot().processes()) {
      for (Standing standing : assessment.judgements().of(process.id())) {
        boolean met = standing.state() == State.MET;
        if (standing.expectation().equals(expectation) && (!met || !expectation.builtIn())) {
          lines.add(new Line(process, standing));
        }
      }
    }
    lines.sort(
        Comparator.comparing((Line line) -> line.standing().state() == State.MET)
            .thenComparingInt(line -> line.process().pid()));
    return lines;
  }

  private static Table processes(List<Line> lines) {
    Table table =
        new Table(
            new Table.Column("  PID", Table.Align.RIGHT),
            new Table.Column("COMM", Table.Align.LEFT),
            new Table.Column("STATE", Table.Align.LEFT),
            new Table.Column("IS", Table.Align.PATH),
            new Table.Column("EXPECTED", Table.Align.LEFT));
    lines.stream()
        .limit(MOST_PROCESSES)
        .forEach(
            line ->
                table.add(
                    Integer.toString(line.process().pid()),
                    line.process().comm(),
                    line.standing().state().label(),
                    line.standing().actual().isEmpty()
                        ? line.process().cgroup().map(CgroupPath::value).orElse("?")
                        : line.standing().actual(),
                    line.standing().expected()));
    return table;
  }

  /** Expectations of the file that mean the same process, whatever their patterns look like. */
  private List<String> overlaps() {
    Map<Pair, Integer> counts = new LinkedHashMap<>();
    for (List<Standing> standings : assessment.judgements().standings().values()) {
      List<Expectation> own =
          standings.stream()
              .map(Standing::expectation)
              .filter(expectation -> !expectation.builtIn())
              .toList();
      for (int i = 0; i < own.size(); i++) {
        for (int j = i + 1; j < own.size(); j++) {
          counts.merge(new Pair(own.get(i), own.get(j)), 1, Integer::sum);
        }
      }
    }
    List<String> lines = new ArrayList<>();
    counts.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<Pair, Integer> entry) -> entry.getKey().one().name())
                .thenComparing(entry -> entry.getKey().other().name()))
        .forEach(
            entry ->
                lines.add(
                    "overlap: %s and %s both mean %d of the processes here"
                        .formatted(
                            entry.getKey().one().name(),
                            entry.getKey().other().name(),
                            entry.getValue())));
    if (!lines.isEmpty()) {
      lines.addFirst("");
    }
    return lines;
  }
}

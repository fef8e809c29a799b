package io.cgck.explain;

import io.cgck.expect.CgroupStanding;
import io.cgck.expect.LimitJudgements;
import io.cgck.expect.State;
import io.cgck.text.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/** What {@code check-config --against-live} says of the limits of cgroups. */
public record LiveLimits(LimitJudgements judgements) {
  private static final int MOST = 50;

  public List<String> lines(OptionalInt width) {
    if (judgements.tallies().isEmpty()) {
      return List.of();
    }
    List<CgroupStanding> standings =
        judgements.standings().stream()
            .sorted(
                Comparator.comparing((CgroupStanding each) -> state(each) == State.MET)
                    .thenComparing(each -> each.standing().expectation().name())
                    .thenComparing(CgroupStanding::cgroup))
            .toList();
    Table table =
        new Table(
            new Table.Column("LIMITS OF", Table.Align.PATH),
            new Table.Column("EXPECTATION", Table.Align.LEFT),
            new Table.Column("STATE", Table.Align.LEFT),
            new Table.Column("IS", Table.Align.LEFT),
            new Table.Column("SET BY", Table.Align.PATH),
            new Table.Column("EXPECTED", Table.Align.LEFT));
    standings.stream()
        .limit(MOST)
        .forEach(
            each ->
                table.add(
                    each.cgroup().value(),
                    each.standing().expectation().name(),
                    state(each).label(),
                    each.standing().actual(),
                    each.bindingText(),
                    each.standing().expected()));
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.addAll(table.lines(width));
    if (standings.size() > MOST) {
      lines.add("… and %d more".formatted(standings.size() - MOST));
    }
    return lines;
  }

  private static State state(CgroupStanding each) {
    return each.standing().state();
  }
}

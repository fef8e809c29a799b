package io.cgck.explain;

import io.cgck.expect.CgroupStanding;
import io.cgck.expect.LimitText;
import io.cgck.expect.State;
import io.cgck.json.JsonOutput;
import io.cgck.model.CgroupPath;
import io.cgck.model.CgroupStats;
import io.cgck.model.EffectiveLimit;
import io.cgck.model.Freezer;
import io.cgck.model.LimitKind;
import io.cgck.model.Quantity;
import io.cgck.stats.Situation;
import io.cgck.text.Printable;
import io.cgck.text.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the cgroups of a process mean for it, for people and as JSON.
 *
 * @param standings of its cgroups to expectations about limits
 */
public record LimitExplanation(Situation situation, List<CgroupStanding> standings) {
  public LimitExplanation {
    standings = List.copyOf(standings);
  }

  /** A table of limits, and then sentences. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (!situation.readable()) {
      lines.add(
          "  could not be read: no mount was found that shows all cgroups from the root on; see"
              + " --path.sysfs.");
      return lines;
    }
    if (situation.limits().isEmpty()) {
      lines.add("  This host has no controllers that limit memory, CPU time or processes.");
    } else {
      Table table =
          new Table(
              new Table.Column("  LIMIT", Table.Align.LEFT),
              new Table.Column("IN FORCE", Table.Align.RIGHT),
              new Table.Column("OF ITS CGROUP", Table.Align.RIGHT),
              new Table.Column("SET BY", Table.Align.LEFT));
      situation.limits().forEach(limit -> add(limit, table));
      lines.addAll(table.lines(OptionalInt.empty()));
    }
    // Names of cgroups are whatever somebody made them.
    sentences().forEach(sentence -> lines.add("  " + Printable.of(sentence)));
    return lines;
  }

  private static void add(Situation.Limit limit, Table table) {
    LimitKind kind = limit.kind();
    switch (limit.effective()) {
      case EffectiveLimit.Known(double value, double own, Optional<CgroupPath> binding) ->
          table.add(
              "  " + kind.file(),
              LimitText.write(kind, value),
              LimitText.write(kind, own),
              binding.map(CgroupPath::value).orElse("-"));
      case EffectiveLimit.Unknown() ->
          table.add("  " + kind.file(), "?", "?", "not told by the files there, or above");
      case EffectiveLimit.NoCgroup() ->
          table.add("  " + kind.file(), "?", "?", "its cgroup is gone");
    }
  }

  private List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    CgroupStats stats = situation.stats();
    if (stats.freezer().equals(Optional.of(Freezer.FROZEN))) {
      sentences.add("FROZEN: its cgroup, or one above, is frozen; it does not run.");
    } else if (stats.freezer().equals(Optional.of(Freezer.FREEZING))) {
      sentences.add("FREEZING: its cgroup is to be frozen.");
    }
    stats
        .get(Quantity.DYING_DESCENDANTS)
        .filter(dying -> dying > 0)
        .ifPresent(
            dying ->
                sentences.add(
                    "Below its cgroup are %.0f that were removed and still hold memory."
                        .formatted(dying)));
    stats
        .get(Quantity.MEMORY_EVENTS_OOM_KILL)
        .filter(kills -> kills > 0)
        .ifPresent(
            kills ->
                sentences.add(
                    "Kills for lack of memory in its cgroup or below, so far: %.0f."
                        .formatted(kills)));
    for (CgroupStanding each : standings) {
      State state = each.standing().state();
      if (state == State.PENDING || state == State.VIOLATED) {
        sentences.add(
            "%s is broken by %s: expected %s, found %s%s."
                .formatted(
                    each.standing().expectation().name(),
                    each.cgroup(),
                    each.standing().expected(),
                    each.standing().actual(),
                    each.bindingText().equals(each.cgroup().value())
                        ? ""
                        : " of " + each.bindingText()));
      } else {
        sentences.add(
            "%s: %s."
                .formatted(
                    each.standing().expectation().name(),
                    state == State.MET ? "met by " + each.cgroup() : "cannot be told"));
      }
    }
    return sentences;
  }

  public void write(JsonOutput json) {
    json.array(
        "limits",
        () -> situation.limits().forEach(limit -> json.object(() -> writeLimit(limit, json))));
    json.field("freezer", situation.stats().freezer().map(Freezer::label));
    json.array(
        "limit_expectations",
        () ->
            standings.forEach(
                each ->
                    json.object(
                        () ->
                            json.field("expectation", each.standing().expectation().name())
                                .field("cgroup", each.cgroup().value())
                                .field("state", each.standing().state().label())
                                .field("expected", each.standing().expected())
                                .field("actual", each.standing().actual())
                                .field("binding", each.bindingText()))));
  }

  private static void writeLimit(Situation.Limit limit, JsonOutput json) {
    Optional<EffectiveLimit.Known> known =
        Optional.of(limit.effective())
            .filter(EffectiveLimit.Known.class::isInstance)
            .map(EffectiveLimit.Known.class::cast);
    json.field("limit", limit.kind().file())
        .field("cgroup", limit.cgroup().value())
        .field("effective", known.map(each -> value(limit.kind(), each.value())))
        .field("own", known.map(each -> value(limit.kind(), each.own())))
        .field("set_by", known.flatMap(EffectiveLimit.Known::binding));
  }

  /** JSON has no infinity: {@code max}, as the kernel writes it. */
  private static Object value(LimitKind kind, double value) {
    if (Double.isInfinite(value)) {
      return "max";
    }
    return kind.unit() == LimitKind.Unit.CORES ? value : CgroupStatsText.number(value);
  }
}

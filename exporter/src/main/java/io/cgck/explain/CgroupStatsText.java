package io.cgck.explain;

import io.cgck.expect.CgroupFindings;
import io.cgck.expect.LimitText;
import io.cgck.json.JsonOutput;
import io.cgck.model.CgroupPath;
import io.cgck.model.CgroupStats;
import io.cgck.model.Freezer;
import io.cgck.model.LimitKind;
import io.cgck.model.Quantity;
import io.cgck.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What {@code tree --stats} says of cgroups. */
public record CgroupStatsText(CgroupFindings findings) {
  private static final double MEBIBYTE = 1 << 20;
  private static final double MOST_WHOLE = 0x1p63;

  /** For a person, on one line: use and what it may come to; empty if nothing is known. */
  public String line(CgroupPath path) {
    CgroupStats stats = findings.stats().getOrDefault(path, CgroupStats.NONE);
    List<String> facts = new ArrayList<>();
    stats.freezer().filter(state -> state != Freezer.THAWED).ifPresent(s -> facts.add(s.label()));
    stats.type().filter(type -> !type.equals("domain")).ifPresent(facts::add);
    stats
        .get(Quantity.MEMORY_BYTES)
        .ifPresent(
            bytes ->
                facts.add(
                    String.format(Locale.ROOT, "memory %.1fMiB", bytes / MEBIBYTE)
                        + limit(path, LimitKind.MEMORY_MAX)));
    String cpu = limit(path, LimitKind.CPU_MAX);
    stats
        .get(Quantity.CPU_USAGE_SECONDS)
        .ifPresent(seconds -> facts.add(String.format(Locale.ROOT, "cpu %.1fs", seconds) + cpu));
    stats
        .get(Quantity.PIDS)
        .ifPresent(
            count ->
                facts.add(
                    String.format(Locale.ROOT, "pids %.0f", count)
                        + limit(path, LimitKind.PIDS_MAX)));
    addSeconds("waited for cpu", Quantity.CPU_WAITING_SECONDS, stats, facts);
    addSeconds("waited for io", Quantity.IO_WAITING_SECONDS, stats, facts);
    addSeconds("waited for memory", Quantity.MEMORY_WAITING_SECONDS, stats, facts);
    stats
        .get(Quantity.MEMORY_EVENTS_OOM_KILL)
        .filter(kills -> kills > 0)
        .ifPresent(kills -> facts.add(String.format(Locale.ROOT, "%.0f oom kills", kills)));
    stats
        .get(Quantity.DYING_DESCENDANTS)
        .filter(dying -> dying > 0)
        .ifPresent(dying -> facts.add(String.format(Locale.ROOT, "%.0f dying below", dying)));
    List<String> withheld =
        stats.controllers().entrySet().stream()
            .filter(each -> !each.getValue())
            .map(Map.Entry::getKey)
            .toList();
    if (!withheld.isEmpty()) {
      facts.add("without " + String.join(" ", withheld));
    }
    return String.join(", ", facts);
  }

  private static void addSeconds(
      String what, Quantity quantity, CgroupStats stats, List<String> facts) {
    stats
        .get(quantity)
        .filter(seconds -> seconds >= 0.1)
        .ifPresent(seconds -> facts.add(String.format(Locale.ROOT, "%s %.1fs", what, seconds)));
  }

  private String limit(CgroupPath path, LimitKind kind) {
    return findings
        .known(path, kind)
        .filter(known -> !Double.isInfinite(known.value()))
        .map(
            known ->
                " of at most "
                    + LimitText.write(kind, known.value())
                    + known
                        .binding()
                        .filter(binding -> !binding.equals(path))
                        .map(binding -> " (" + Printable.of(binding.value()) + ")")
                        .orElse(""))
        .orElse("");
  }

  /** All that is known, by the names of the quantities; {@code max} is the text. */
  public void write(CgroupPath path, JsonOutput json) {
    CgroupStats stats = findings.stats().getOrDefault(path, CgroupStats.NONE);
    json.object(
        "stats",
        () -> {
          json.field("type", stats.type())
              .field("populated", stats.populated())
              .field("freezer", stats.freezer().map(Freezer::label));
          stats
              .quantities()
              .forEach(
                  (quantity, value) ->
                      json.field(
                          quantity.name().toLowerCase(Locale.ROOT), Optional.of(number(value))));
          json.object(
              "controllers",
              () -> stats.controllers().forEach((name, on) -> json.field(name, on.booleanValue())));
          stats
              .delegated()
              .ifPresent(
                  names ->
                      json.object(
                          "subtree_controllers",
                          () ->
                              stats
                                  .controllers()
                                  .keySet()
                                  .forEach(name -> json.field(name, names.contains(name)))));
          json.object(
              "io",
              () ->
                  stats
                      .io()
                      .forEach(
                          (device, of) ->
                              json.object(
                                  device,
                                  () ->
                                      of.forEach(
                                          (quantity, value) ->
                                              json.field(
                                                  quantity.name().toLowerCase(Locale.ROOT),
                                                  Optional.of(number(value)))))));
          json.object(
              "effective_limits",
              () ->
                  findings
                      .limits()
                      .getOrDefault(path, Map.of())
                      .keySet()
                      .forEach(
                          kind ->
                              findings
                                  .known(path, kind)
                                  .ifPresent(
                                      known ->
                                          json.object(
                                              kind.file(),
                                              () ->
                                                  json.field(
                                                          "value",
                                                          Optional.of(number(known.value())))
                                                      .field("set_by", known.binding())))));
        });
  }

  /** JSON has no infinity: {@code max}, as the kernel writes it. */
  static Object number(double value) {
    if (Double.isInfinite(value)) {
      return "max";
    }
    // What does not fit into a long would become another number.
    return value == Math.rint(value) && Math.abs(value) < MOST_WHOLE
        ? (Object) (long) value
        : (Object) value;
  }
}

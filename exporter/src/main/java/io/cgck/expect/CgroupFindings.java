package io.cgck.expect;

import static java.util.Objects.requireNonNull;

import io.cgck.attribute.Attribution;
import io.cgck.model.CgroupPath;
import io.cgck.model.CgroupStats;
import io.cgck.model.EffectiveLimit;
import io.cgck.model.LimitKind;
import io.cgck.model.ScanError;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the files of cgroups said, and what follows from it. Immutable.
 *
 * @param asked whether statistics of cgroups are asked for
 * @param stats of the cgroups that were read
 * @param limits what their limits come to
 * @param judgements how limits stand to expectations
 * @param made who made those of them that no process is in
 * @param vanished cgroups that were to be read and were not there any more
 * @param overLimit cgroups that were not read because there are too many
 * @param oldest when that of {@code stats} was read that was read first; empty if there is none
 * @param errors how often something could not be read since reading began
 */
public record CgroupFindings(
    boolean asked,
    SortedMap<CgroupPath, CgroupStats> stats,
    SortedMap<CgroupPath, Map<LimitKind, EffectiveLimit>> limits,
    LimitJudgements judgements,
    Map<CgroupPath, Attribution> made,
    int vanished,
    int overLimit,
    Optional<Instant> oldest,
    Map<ScanError, Long> errors) {
  /** Where nobody asked. */
  public static final CgroupFindings NONE =
      new CgroupFindings(
          false,
          new TreeMap<>(),
          new TreeMap<>(),
          LimitJudgements.NONE,
          Map.of(),
          0,
          0,
          Optional.empty(),
          Map.of());

  /** The same, of which nothing began or ended just now. */
  public CgroupFindings withNothingNew() {
    return judgements.turns().isEmpty()
        ? this
        : new CgroupFindings(
            asked,
            stats,
            limits,
            new LimitJudgements(judgements.tallies(), judgements.standings(), List.of()),
            made,
            vanished,
            overLimit,
            oldest,
            errors);
  }

  /** What a limit of a cgroup comes to; empty if that is not known. */
  public Optional<EffectiveLimit.Known> known(CgroupPath cgroup, LimitKind kind) {
    return Optional.ofNullable(limits.getOrDefault(cgroup, Map.of()).get(kind))
        .filter(EffectiveLimit.Known.class::isInstance)
        .map(EffectiveLimit.Known.class::cast);
  }

  public CgroupFindings {
    stats = Collections.unmodifiableSortedMap(stats);
    limits = Collections.unmodifiableSortedMap(limits);
    requireNonNull(judgements, "judgements is null");
    made = Map.copyOf(made);
    requireNonNull(oldest, "oldest is null");
    errors = Map.copyOf(errors);
  }
}

package io.cgck.stats;

import io.cgck.cgroupfs.CgroupKey;
import io.cgck.cgroupfs.CgroupReader;
import io.cgck.cgroupfs.Contents;
import io.cgck.cgroupfs.DirectoryReading;
import io.cgck.expect.LimitEvaluator;
import io.cgck.model.CgroupPath;
import io.cgck.model.EffectiveLimit;
import io.cgck.model.FileGroup;
import io.cgck.model.Hierarchy;
import io.cgck.model.LimitKind;
import io.cgck.model.Quantity;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What limits come to, at one moment: each cgroup is read at most once, and only those that
 * somebody asks for and the ones above them.
 */
final class LimitRound implements LimitEvaluator.Source {
  private final CgroupReader reader;
  private final Set<LimitKind> kinds;
  private final Map<CgroupKey, DirectoryReading> readings = new HashMap<>();

  /**
   * Begins one.
   *
   * @param kinds the limits that somebody asks for, which are read together
   */
  LimitRound(CgroupReader reader, Set<LimitKind> kinds) {
    this.reader = reader;
    this.kinds = Set.copyOf(kinds);
  }

  Set<LimitKind> kinds() {
    return kinds;
  }

  /** Takes what was read of a cgroup with all files that tell these limits. */
  void put(CgroupKey cgroup, DirectoryReading reading) {
    readings.put(cgroup, reading);
  }

  /** The cgroups that were read. */
  Set<CgroupKey> read() {
    return Collections.unmodifiableSet(readings.keySet());
  }

  @Override
  public EffectiveLimit effective(LimitKind kind, Hierarchy hierarchy, CgroupPath cgroup) {
    if (!kinds.contains(kind)
        || !CgroupReader.hasLimit(hierarchy, kind)
        || !reader.reaches(hierarchy)) {
      return new EffectiveLimit.Unknown();
    }
    if (hierarchy.isUnified() && !hostHas(kind, hierarchy)) {
      return new EffectiveLimit.Unknown();
    }
    if (of(new CgroupKey(hierarchy, cgroup)) instanceof DirectoryReading.Vanished) {
      return new EffectiveLimit.NoCgroup();
    }
    Optional<Double> own = own(kind, hierarchy, cgroup);
    if (own.isEmpty()) {
      return new EffectiveLimit.Unknown();
    }
    double lowest = own.get();
    Optional<CgroupPath> binding =
        Double.isInfinite(lowest) ? Optional.empty() : Optional.of(cgroup);
    Optional<CgroupPath> above = Paths.parent(cgroup).filter(path -> kind.isBoundByAncestors());
    while (above.isPresent() && holdsBelow(kind, hierarchy, above.get())) {
      Optional<Double> limit = own(kind, hierarchy, above.get());
      if (limit.isEmpty()) {
        return new EffectiveLimit.Unknown();
      }
      if (limit.get() < lowest) {
        lowest = limit.get();
        binding = above;
      }
      above = Paths.parent(above.get());
    }
    return new EffectiveLimit.Known(lowest, own.get(), binding);
  }

  /** Whether a limit of a cgroup is one of those below it as well. */
  private boolean holdsBelow(LimitKind kind, Hierarchy hierarchy, CgroupPath cgroup) {
    return kind != LimitKind.MEMORY_MAX
        || hierarchy.isUnified()
        || !(of(new CgroupKey(hierarchy, cgroup)) instanceof DirectoryReading.Seen seen)
        || seen.contents().quantities().getOrDefault(Quantity.MEMORY_HIERARCHICAL, 1.0) != 0;
  }

  /** Whether the unified hierarchy has a controller at all. */
  private boolean hostHas(LimitKind kind, Hierarchy hierarchy) {
    return of(new CgroupKey(hierarchy, CgroupPath.ROOT)) instanceof DirectoryReading.Seen seen
        && seen.contents()
            .controllers()
            .map(names -> names.contains(kind.controller()))
            .orElse(false);
  }

  /** What the cgroup itself has; empty if unknown. */
  private Optional<Double> own(LimitKind kind, Hierarchy hierarchy, CgroupPath cgroup) {
    return switch (of(new CgroupKey(hierarchy, cgroup))) {
      case DirectoryReading.Vanished() -> Optional.empty();
      case DirectoryReading.Refused() -> Optional.empty();
      case DirectoryReading.Seen(long inode, Contents contents, boolean whole) -> {
        Optional<Double> value = Optional.ofNullable(contents.quantities().get(kind.quantity()));
        yield value.isPresent() || !whole ? value : ofNothing(kind);
      }
    };
  }

  /** What it means that there is no such file: no limit, no protection, and no weight to tell. */
  private static Optional<Double> ofNothing(LimitKind kind) {
    return switch (kind) {
      case MEMORY_MAX, MEMORY_HIGH, MEMORY_SWAP_MAX, CPU_MAX, PIDS_MAX ->
          Optional.of(Double.POSITIVE_INFINITY);
      case MEMORY_LOW, MEMORY_MIN -> Optional.of(0.0);
      case CPU_WEIGHT -> Optional.empty();
    };
  }

  private DirectoryReading of(CgroupKey cgroup) {
    return readings.computeIfAbsent(
        cgroup,
        key ->
            reader.read(key, Set.<FileGroup>of(), kinds).orElseGet(DirectoryReading.Refused::new));
  }

  @Override
  public int pageBytes() {
    return reader.pageBytes();
  }
}

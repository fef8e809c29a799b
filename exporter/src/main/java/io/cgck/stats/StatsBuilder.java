package io.cgck.stats;

import io.cgck.cgroupfs.Contents;
import io.cgck.model.CgroupStats;
import io.cgck.model.FileGroup;
import io.cgck.model.Freezer;
import io.cgck.model.Hierarchy;
import io.cgck.model.IoQuantity;
import io.cgck.model.LimitKind;
import io.cgck.model.Quantity;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Puts together what several hierarchies say of the cgroups with one path. The unified one is to be
 * added first: where a controller is in one of cgroup v1, that knows better.
 */
final class StatsBuilder {
  private static final Map<Quantity, LimitKind> OF_LIMITS =
      Arrays.stream(LimitKind.values())
          .collect(Collectors.toUnmodifiableMap(LimitKind::quantity, kind -> kind));

  private final SortedMap<String, Long> ids = new TreeMap<>();
  private final Map<Quantity, Double> quantities = new EnumMap<>(Quantity.class);
  private final SortedMap<String, Boolean> controllers = new TreeMap<>();
  private final SortedMap<String, Map<IoQuantity, Double>> io = new TreeMap<>();
  private Optional<String> type = Optional.empty();
  private Optional<Boolean> populated = Optional.empty();
  private Optional<Freezer> freezer = Optional.empty();
  private Optional<SortedSet<String>> delegated = Optional.empty();
  private final Set<FileGroup> groups;

  /**
   * Makes one.
   *
   * @param groups the files that are asked for: of those that are read only for what limits come to
   *     nothing is taken
   */
  StatsBuilder(Set<FileGroup> groups) {
    this.groups = groups;
  }

  /**
   * Adds a hierarchy.
   *
   * @param ofParent the controllers of the cgroup above, where they are known
   */
  void add(
      Hierarchy hierarchy, long inode, Contents contents, Optional<SortedSet<String>> ofParent) {
    ids.put(hierarchy.title(), inode);
    contents
        .quantities()
        .forEach(
            (quantity, value) -> {
              if (isAskedFor(quantity)) {
                quantities.put(quantity, value);
              }
            });
    io.putAll(contents.io());
    type = type.or(contents::type);
    populated = populated.or(contents::populated);
    delegated = delegated.or(contents::delegated);
    freezer = colder(freezer, contents.freezer());
    contents
        .controllers()
        .filter(own -> groups.contains(FileGroup.CORE))
        .ifPresent(
            own -> {
              ofParent.ifPresent(names -> names.forEach(name -> controllers.put(name, false)));
              own.forEach(name -> controllers.put(name, true));
            });
  }

  private boolean isAskedFor(Quantity quantity) {
    if (quantity == Quantity.MEMORY_HIERARCHICAL) {
      return false;
    }
    if (quantity == Quantity.CPU_PERIOD_SECONDS) {
      return groups.contains(FileGroup.CPU);
    }
    LimitKind limit = OF_LIMITS.get(quantity);
    return limit == null || limit.isIn(groups);
  }

  /** Both the unified hierarchy and cgroup v1 may freeze, and either is enough. */
  private static Optional<Freezer> colder(Optional<Freezer> one, Optional<Freezer> other) {
    return other.isEmpty() || (one.isPresent() && one.get().compareTo(other.get()) >= 0)
        ? one
        : other;
  }

  CgroupStats build() {
    return new CgroupStats(ids, quantities, type, populated, freezer, controllers, delegated, io);
  }
}

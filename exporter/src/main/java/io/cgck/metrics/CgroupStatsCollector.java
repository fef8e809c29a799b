package io.cgck.metrics;

import static java.util.Map.entry;

import io.cgck.expect.CgroupFindings;
import io.cgck.model.CgroupPath;
import io.cgck.model.CgroupStats;
import io.cgck.model.EffectiveLimit;
import io.cgck.model.Freezer;
import io.cgck.model.IoQuantity;
import io.cgck.model.LimitKind;
import io.cgck.model.Quantity;
import io.cgck.model.ScanError;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;

/** The families of what the files of cgroups say. */
final class CgroupStatsCollector implements FamilyCollector {
  private static final Map<Quantity, Family> OF_QUANTITY =
      Map.ofEntries(
          entry(Quantity.DESCENDANTS, Family.CGROUP_DESCENDANTS),
          entry(Quantity.DYING_DESCENDANTS, Family.CGROUP_DYING),
          entry(Quantity.DESCENDANTS_MAX, Family.CGROUP_DESCENDANTS_MAX),
          entry(Quantity.DEPTH_MAX, Family.CGROUP_DEPTH_MAX),
          entry(Quantity.PROCESSES, Family.CGROUP_MEMBER_PROCESSES),
          entry(Quantity.THREADS, Family.CGROUP_MEMBER_THREADS),
          entry(Quantity.CPU_WAITING_SECONDS, Family.CGROUP_PRESSURE_CPU_WAITING),
          entry(Quantity.CPU_STALLED_SECONDS, Family.CGROUP_PRESSURE_CPU_STALLED),
          entry(Quantity.IO_WAITING_SECONDS, Family.CGROUP_PRESSURE_IO_WAITING),
          entry(Quantity.IO_STALLED_SECONDS, Family.CGROUP_PRESSURE_IO_STALLED),
          entry(Quantity.MEMORY_WAITING_SECONDS, Family.CGROUP_PRESSURE_MEMORY_WAITING),
          entry(Quantity.MEMORY_STALLED_SECONDS, Family.CGROUP_PRESSURE_MEMORY_STALLED),
          entry(Quantity.CPU_USAGE_SECONDS, Family.CGROUP_CPU_USAGE),
          entry(Quantity.CPU_USER_SECONDS, Family.CGROUP_CPU_USER),
          entry(Quantity.CPU_SYSTEM_SECONDS, Family.CGROUP_CPU_SYSTEM),
          entry(Quantity.CPU_PERIODS, Family.CGROUP_CPU_PERIODS),
          entry(Quantity.CPU_THROTTLED_PERIODS, Family.CGROUP_CPU_THROTTLED_PERIODS),
          entry(Quantity.CPU_THROTTLED_SECONDS, Family.CGROUP_CPU_THROTTLED),
          entry(Quantity.CPU_MAX_CORES, Family.CGROUP_CPU_MAX),
          entry(Quantity.CPU_PERIOD_SECONDS, Family.CGROUP_CPU_PERIOD),
          entry(Quantity.CPU_WEIGHT, Family.CGROUP_CPU_WEIGHT),
          entry(Quantity.MEMORY_BYTES, Family.CGROUP_MEMORY),
          entry(Quantity.MEMORY_MIN_BYTES, Family.CGROUP_MEMORY_MIN),
          entry(Quantity.MEMORY_LOW_BYTES, Family.CGROUP_MEMORY_LOW),
          entry(Quantity.MEMORY_HIGH_BYTES, Family.CGROUP_MEMORY_HIGH),
          entry(Quantity.MEMORY_MAX_BYTES, Family.CGROUP_MEMORY_MAX),
          entry(Quantity.MEMORY_SWAP_BYTES, Family.CGROUP_MEMORY_SWAP),
          entry(Quantity.MEMORY_SWAP_MAX_BYTES, Family.CGROUP_MEMORY_SWAP_MAX),
          entry(Quantity.MEMORY_ANON_BYTES, Family.CGROUP_MEMORY_ANON),
          entry(Quantity.MEMORY_FILE_BYTES, Family.CGROUP_MEMORY_FILE),
          entry(Quantity.MEMORY_INACTIVE_FILE_BYTES, Family.CGROUP_MEMORY_INACTIVE_FILE),
          entry(Quantity.MEMORY_KERNEL_BYTES, Family.CGROUP_MEMORY_KERNEL),
          entry(Quantity.MEMORY_SLAB_BYTES, Family.CGROUP_MEMORY_SLAB),
          entry(Quantity.MEMORY_SHMEM_BYTES, Family.CGROUP_MEMORY_SHMEM),
          entry(Quantity.MEMORY_MAJOR_FAULTS, Family.CGROUP_MEMORY_MAJOR_FAULTS),
          entry(Quantity.PIDS, Family.CGROUP_PIDS),
          entry(Quantity.PIDS_MAX, Family.CGROUP_PIDS_MAX),
          entry(Quantity.PIDS_EVENTS_MAX, Family.CGROUP_PIDS_EVENTS),
          entry(Quantity.CPUSET_CPUS, Family.CGROUP_CPUSET));

  private static final Map<Quantity, String> MEMORY_EVENTS =
      Map.of(
          Quantity.MEMORY_EVENTS_LOW, "low",
          Quantity.MEMORY_EVENTS_HIGH, "high",
          Quantity.MEMORY_EVENTS_MAX, "max",
          Quantity.MEMORY_EVENTS_OOM, "oom",
          Quantity.MEMORY_EVENTS_OOM_KILL, "oom_kill");

  private static final Map<IoQuantity, Family> OF_IO =
      Map.ofEntries(
          entry(IoQuantity.READ_BYTES, Family.CGROUP_IO_READ_BYTES),
          entry(IoQuantity.WRITTEN_BYTES, Family.CGROUP_IO_WRITTEN_BYTES),
          entry(IoQuantity.DISCARDED_BYTES, Family.CGROUP_IO_DISCARDED_BYTES),
          entry(IoQuantity.READS, Family.CGROUP_IO_READS),
          entry(IoQuantity.WRITES, Family.CGROUP_IO_WRITES),
          entry(IoQuantity.DISCARDS, Family.CGROUP_IO_DISCARDS));

  private static final Map<LimitKind, Family> OF_LIMIT =
      Map.ofEntries(
          entry(LimitKind.MEMORY_MAX, Family.CGROUP_EFFECTIVE_MEMORY_MAX),
          entry(LimitKind.MEMORY_HIGH, Family.CGROUP_EFFECTIVE_MEMORY_HIGH),
          entry(LimitKind.MEMORY_SWAP_MAX, Family.CGROUP_EFFECTIVE_MEMORY_SWAP_MAX),
          entry(LimitKind.CPU_MAX, Family.CGROUP_EFFECTIVE_CPU_MAX),
          entry(LimitKind.PIDS_MAX, Family.CGROUP_EFFECTIVE_PIDS_MAX));

  @Override
  public String name() {
    return "stats";
  }

  @Override
  public Set<Family> families() {
    EnumSet<Family> families =
        EnumSet.of(
            Family.CGROUP_ID,
            Family.CGROUP_TYPE,
            Family.CGROUP_POPULATED,
            Family.CGROUP_FREEZER,
            Family.CGROUP_CONTROLLER,
            Family.CGROUP_SUBTREE_CONTROLLER,
            Family.CGROUP_MEMORY_EVENTS,
            Family.STATS_CGROUPS,
            Family.STATS_OLDEST,
            Family.STATS_ERRORS);
    families.addAll(OF_QUANTITY.values());
    families.addAll(OF_IO.values());
    families.addAll(OF_LIMIT.values());
    return families;
  }

  @Override
  public void collect(Published published, Families families) {
    CgroupFindings findings = published.findings();
    findings.stats().forEach((path, stats) -> add(path.value(), stats, families));
    findings.limits().forEach((path, limits) -> addLimits(path.value(), limits, families));
    if (findings.asked()) {
      families.add(Family.STATS_CGROUPS, findings.stats().size(), "shown");
      families.add(Family.STATS_CGROUPS, findings.vanished(), "vanished");
      families.add(Family.STATS_CGROUPS, findings.overLimit(), "over_limit");
    }
    findings.oldest().ifPresent(at -> families.add(Family.STATS_OLDEST, at.toEpochMilli() / 1e3));
    new TreeMap<ScanError, Long>(findings.errors())
        .forEach(
            (error, count) ->
                families.add(Family.STATS_ERRORS, count, error.file(), error.reason()));
  }

  private static void add(String path, CgroupStats stats, Families families) {
    stats.ids().forEach((hierarchy, id) -> families.add(Family.CGROUP_ID, id, path, hierarchy));
    stats
        .quantities()
        .forEach(
            (quantity, value) -> {
              Family family = OF_QUANTITY.get(quantity);
              String event = MEMORY_EVENTS.get(quantity);
              if (family != null) {
                families.add(family, value, path);
              } else if (event != null) {
                families.add(Family.CGROUP_MEMORY_EVENTS, value, path, event);
              }
            });
    stats
        .io()
        .forEach(
            (device, of) ->
                OF_IO.forEach(
                    (quantity, family) -> {
                      Double value = of.get(quantity);
                      if (value != null) {
                        families.add(family, value, path, device);
                      }
                    }));
    addStates(path, stats, families);
    stats
        .controllers()
        .forEach(
            (controller, on) ->
                families.add(Family.CGROUP_CONTROLLER, on ? 1 : 0, path, controller));
    stats.delegated().ifPresent(names -> addDelegated(path, stats, names, families));
  }

  private static void addStates(String path, CgroupStats stats, Families families) {
    stats
        .type()
        .ifPresent(
            type -> {
              for (String each : CgroupStats.TYPES) {
                families.add(Family.CGROUP_TYPE, each.equals(type) ? 1 : 0, path, each);
              }
            });
    stats
        .populated()
        .ifPresent(
            populated -> {
              families.add(Family.CGROUP_POPULATED, populated ? 1 : 0, path, "populated");
              families.add(Family.CGROUP_POPULATED, populated ? 0 : 1, path, "empty");
            });
    stats
        .freezer()
        .ifPresent(
            state -> {
              for (Freezer each : Freezer.values()) {
                families.add(Family.CGROUP_FREEZER, each == state ? 1 : 0, path, each.label());
              }
            });
  }

  private static void addDelegated(
      String path, CgroupStats stats, SortedSet<String> names, Families families) {
    stats
        .controllers()
        .forEach(
            (controller, on) -> {
              if (on) {
                families.add(
                    Family.CGROUP_SUBTREE_CONTROLLER,
                    names.contains(controller) ? 1 : 0,
                    path,
                    controller);
              }
            });
  }

  private static void addLimits(
      String path, Map<LimitKind, EffectiveLimit> limits, Families families) {
    limits.forEach(
        (kind, limit) -> {
          Family family = OF_LIMIT.get(kind);
          if (family != null
              && limit instanceof EffectiveLimit.Known(double value, double own, var binding)) {
            families.add(family, value, path, binding.map(CgroupPath::value).orElse(""));
          }
        });
  }
}

package io.cgck.metrics;

import io.cgck.attribute.Attribution;
import io.cgck.model.CgroupPath;
import io.cgck.model.Move;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The families with a series for every cgroup shown. */
final class CgroupCollector implements FamilyCollector {
  @Override
  public String name() {
    return "cgroup";
  }

  @Override
  public Set<Family> families() {
    return EnumSet.of(
        Family.PROCESS_MOVES,
        Family.CGROUP_PROCESSES,
        Family.CGROUP_REMOVED_PROCESSES,
        Family.CGROUP_INFO,
        Family.CGROUP_JOINS,
        Family.CGROUP_LEAVES,
        Family.CGROUP_MODE_INFO,
        Family.SERIES_OVER_LIMIT);
  }

  @Override
  public void collect(Published published, Families families) {
    CgroupSelection cgroups = published.cgroups();
    cgroups
        .processes()
        .forEach((cgroup, count) -> families.add(Family.CGROUP_PROCESSES, count, cgroup.value()));
    cgroups
        .removed()
        .forEach(
            (cgroup, count) ->
                families.add(Family.CGROUP_REMOVED_PROCESSES, count, cgroup.value()));
    for (CgroupPath cgroup : cgroups.known()) {
      addInfo(cgroup, published.attributions().of(cgroup), families);
    }
    new TreeMap<>(published.findings().made())
        .forEach(
            (cgroup, made) -> {
              // A process may have come there since its files were read.
              if (!cgroups.known().contains(cgroup)) {
                addInfo(cgroup, made, families);
              }
            });
    MoveCounts moves = published.moves();
    families.lacks(Family.CGROUP_PROCESSES, cgroups.overLimit());
    families.lacks(Family.CGROUP_JOINS, moves.refused().joins());
    families.lacks(Family.CGROUP_LEAVES, moves.refused().leaves());
    families.add(Family.PROCESS_MOVES, moves.scanned(), Move.Scanned.LABEL);
    if (published.trace().isPresent()) {
      families.add(Family.PROCESS_MOVES, moves.traced(), Move.Traced.LABEL);
    }
    addCounts(Family.CGROUP_JOINS, moves.joins(), families);
    addCounts(Family.CGROUP_LEAVES, moves.leaves(), families);
    families.add(Family.CGROUP_MODE_INFO, 1, published.snapshot().mode().label());
  }

  private static void addInfo(CgroupPath cgroup, Attribution made, Families families) {
    families.add(
        Family.CGROUP_INFO,
        1,
        cgroup.value(),
        made.unit(),
        made.userUnit(),
        made.slice(),
        made.runtime(),
        made.containerId(),
        made.podUid(),
        made.slurmJob());
  }

  private static void addCounts(Family family, Map<CgroupPath, Long> counts, Families families) {
    new TreeMap<>(counts).forEach((cgroup, count) -> families.add(family, count, cgroup.value()));
  }
}

package io.cgck.scan;

import io.cgck.model.Hierarchy;
import io.cgck.model.NamespaceId;
import io.cgck.procfs.ProcCgroup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which processes have something in common, worked out whenever one of them changed.
 *
 * @param situations those that processes are in, in the order of their first ones
 * @param hierarchies all that processes are in
 * @param used those in which some process is in another cgroup than the root cgroup
 * @param mountTables for every mount namespace and root, some of its processes
 * @param cgroupNamespaces for every cgroup namespace, the situations in it
 */
record Grouping(
    List<Situation> situations,
    Set<Hierarchy> hierarchies,
    Set<Hierarchy> used,
    Map<MountTable.Key, List<Integer>> mountTables,
    Map<NamespaceId, List<Situation>> cgroupNamespaces) {
  static final Grouping NONE = new Grouping(List.of(), Set.of(), Set.of(), Map.of(), Map.of());

  /**
   * Groups all processes.
   *
   * @param count another number each time
   */
  static Grouping of(Roster roster, long count) {
    List<Situation> situations = new ArrayList<>();
    for (int index = 0; index < roster.size(); index++) {
      Tracked process = roster.at(index);
      if (process.observation().situation().join(count, process)) {
        situations.add(process.observation().situation());
      }
    }
    Grouping grouping =
        new Grouping(
            situations,
            new TreeSet<>(),
            new HashSet<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>());
    situations.forEach(grouping::add);
    return grouping;
  }

  private void add(Situation situation) {
    for (ProcCgroup.Line line : situation.cgroups()) {
      hierarchies.add(line.hierarchy());
      if (!line.path().equals("/")) {
        used.add(line.hierarchy());
      }
    }
    situation
        .mountTable()
        .ifPresent(
            key ->
                mountTables
                    .computeIfAbsent(key, same -> new ArrayList<>())
                    .addAll(situation.some().stream().map(Observation::via).toList()));
    situation
        .cgroupNamespace()
        .ifPresent(
            id -> cgroupNamespaces.computeIfAbsent(id, same -> new ArrayList<>()).add(situation));
  }
}

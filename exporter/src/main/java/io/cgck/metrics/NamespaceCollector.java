package io.cgck.metrics;

import io.cgck.model.CgroupMount;
import io.cgck.model.CgroupNamespace;
import io.cgck.model.CgroupPath;
import io.cgck.model.MountNamespace;
import io.cgck.model.NamespaceKind;
import io.cgck.model.Snapshot;
import io.cgck.scan.Census;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The families about namespaces and the cgroup mounts in them. */
final class NamespaceCollector implements FamilyCollector {
  private final int limit;

  /**
   * Makes one.
   *
   * @param limit largest number of series of a kind of namespace, and of mounts
   */
  NamespaceCollector(int limit) {
    this.limit = limit;
  }

  @Override
  public String name() {
    return "namespace";
  }

  @Override
  public Set<Family> families() {
    return EnumSet.of(
        Family.NAMESPACES,
        Family.NAMESPACE_PROCESSES,
        Family.CGROUP_NAMESPACE_INFO,
        Family.CGROUP_MOUNT_INFO,
        Family.SERIES_OVER_LIMIT);
  }

  @Override
  public void collect(Published published, Families families) {
    Snapshot snapshot = published.snapshot();
    addProcesses(published.census(), families);
    snapshot.cgroupNamespaces().stream()
        .limit(limit)
        .forEach(namespace -> addRoot(namespace, snapshot, families));
    families.lacks(
        Family.CGROUP_NAMESPACE_INFO, Math.max(0, snapshot.cgroupNamespaces().size() - limit));
    addMounts(snapshot, families);
  }

  private void addProcesses(Census census, Families families) {
    Map<NamespaceKind, Map<Long, Integer>> counts = new EnumMap<>(NamespaceKind.class);
    for (NamespaceKind kind : NamespaceKind.values()) {
      counts.put(kind, new TreeMap<>());
    }
    census
        .namespaces()
        .forEach(
            (namespace, count) ->
                counts
                    .computeIfAbsent(namespace.kind(), same -> new TreeMap<>())
                    .merge(namespace.inode(), count, Integer::sum));
    families.lacks(
        Family.NAMESPACE_PROCESSES,
        counts.values().stream().mapToInt(byInode -> Math.max(0, byInode.size() - limit)).sum());
    counts.forEach(
        (kind, byInode) -> {
          families.add(Family.NAMESPACES, byInode.size(), kind.label());
          mostPeopled(byInode)
              .forEach(
                  (inode, count) ->
                      families.add(
                          Family.NAMESPACE_PROCESSES, count, kind.label(), Long.toString(inode)));
        });
  }

  /** Those in which most processes are, where the limit bites. */
  private Map<Long, Integer> mostPeopled(Map<Long, Integer> byInode) {
    if (byInode.size() <= limit) {
      return byInode;
    }
    Map<Long, Integer> chosen = new TreeMap<>();
    byInode.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(limit)
        .forEach(entry -> chosen.put(entry.getKey(), entry.getValue()));
    return chosen;
  }

  private static void addRoot(CgroupNamespace namespace, Snapshot snapshot, Families families) {
    String root =
        snapshot.defaultHierarchy().flatMap(namespace.root()::in).map(CgroupPath::value).orElse("");
    families.add(
        Family.CGROUP_NAMESPACE_INFO,
        1,
        Long.toString(namespace.id().inode()),
        root,
        root.isEmpty() ? "unknown" : namespace.root().source());
  }

  private void addMounts(Snapshot snapshot, Families families) {
    // Stacked mounts, and one mount namespace seen from two roots, can give the same labels twice.
    Set<List<String>> added = new HashSet<>();
    for (MountNamespace namespace : snapshot.mountNamespaces()) {
      for (CgroupMount mount : namespace.mounts()) {
        List<String> labels =
            List.of(
                Long.toString(namespace.id().inode()),
                mount.mountPoint(),
                mount.root().value(),
                Integer.toString(mount.version()),
                mount.hierarchy().controllers(),
                mount.propagation(),
                Boolean.toString(mount.readOnly()));
        if (added.add(labels) && added.size() <= limit) {
          families.add(Family.CGROUP_MOUNT_INFO, 1, labels.toArray(String[]::new));
        }
      }
    }
    families.lacks(Family.CGROUP_MOUNT_INFO, Math.max(0, added.size() - limit));
  }
}

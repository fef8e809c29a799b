package io.cgck.metrics;

import io.cgck.model.CgroupMount;
import io.cgck.model.CgroupNamespace;
import io.cgck.model.CgroupPath;
import io.cgck.model.MountNamespace;
import io.cgck.model.Snapshot;
import io.cgck.scan.Census;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
    NamespaceSelection selection = NamespaceSelection.of(census, limit);
    families.lacks(Family.NAMESPACE_PROCESSES, selection.overLimit());
    selection
        .different()
        .forEach((kind, count) -> families.add(Family.NAMESPACES, count, kind.label()));
    selection
        .shown()
        .forEach(
            each ->
                families.add(
                    Family.NAMESPACE_PROCESSES,
                    each.processes(),
                    each.kind().label(),
                    Long.toString(each.inode())));
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
    Set<List<String>> all = mounts(snapshot);
    all.stream()
        .limit(limit)
        .forEach(
            labels -> families.add(Family.CGROUP_MOUNT_INFO, 1, labels.toArray(String[]::new)));
    families.lacks(Family.CGROUP_MOUNT_INFO, Math.max(0, all.size() - limit));
  }

  /**
   * The labels of all mounts, in the order in which the limit counts them. Stacked mounts, and one
   * mount namespace seen from two roots, can give the same labels twice.
   */
  static Set<List<String>> mounts(Snapshot snapshot) {
    Set<List<String>> all = new LinkedHashSet<>();
    for (MountNamespace namespace : snapshot.mountNamespaces()) {
      for (CgroupMount mount : namespace.mounts()) {
        all.add(labels(namespace, mount));
      }
    }
    return all;
  }

  static List<String> labels(MountNamespace namespace, CgroupMount mount) {
    return List.of(
        Long.toString(namespace.id().inode()),
        mount.mountPoint(),
        mount.root().value(),
        Integer.toString(mount.version()),
        mount.hierarchy().controllers(),
        mount.propagation(),
        Boolean.toString(mount.readOnly()));
  }
}

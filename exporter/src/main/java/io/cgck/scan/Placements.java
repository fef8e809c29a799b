package io.cgck.scan;

import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.MountView;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceRoot;
import io.cgck.model.Placement;
import io.cgck.procfs.ProcCgroup;
import io.cgck.procfs.ProcMountinfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Works out both views of where a process is, from what was read of it and what is known of its
 * namespaces.
 *
 * @param hierarchy the hierarchy that is meant
 * @param views what is worked out already, as thousands of processes share a mount table
 */
record Placements(
    StandPoint standPoint,
    Hierarchy hierarchy,
    MountTable mounts,
    Map<NamespaceId, NamespaceRoot> roots,
    Map<MountTable.Key, MountView> views) {
  Placements(
      StandPoint standPoint,
      Hierarchy hierarchy,
      MountTable mounts,
      Map<NamespaceId, NamespaceRoot> roots) {
    this(standPoint, hierarchy, mounts, roots, new HashMap<>());
  }

  Placement of(Situation situation) {
    return standPoint.vantage().absolutePaths() ? absolute(situation) : relative(situation);
  }

  private Placement absolute(Situation process) {
    Optional<CgroupPath> cgroup =
        line(process).map(line -> new CgroupPath(line.pathOf(process.zombie())));
    Optional<NamespaceRoot> root =
        process.cgroupNamespace().flatMap(id -> Optional.ofNullable(roots.get(id)));
    Optional<CgroupPath> namespaceRoot = root.flatMap(known -> known.in(hierarchy));
    MountView view = view(process);
    return new Placement(
        cgroup,
        isRemoved(process),
        cgroup.flatMap(at -> namespaceRoot.map(at::seenFrom)),
        view,
        view.root().flatMap(at -> namespaceRoot.map(at::seenFrom)),
        root.filter(NamespaceRoot.Exact.class::isInstance).isPresent());
  }

  /** What the reader sees is what the processes of its own namespace see, and no more. */
  private Placement relative(Situation process) {
    Optional<NamespaceId> own = standPoint.ownNamespace();
    boolean sameView = own.isPresent() && process.cgroupNamespace().equals(own);
    return new Placement(
        Optional.empty(),
        isRemoved(process),
        line(process).filter(line -> sameView).map(line -> line.pathOf(process.zombie())),
        new MountView.Unread(),
        process
            .mountTable()
            .flatMap(mounts::mounts)
            .filter(table -> sameView)
            .flatMap(table -> MountTable.reached(table, hierarchy))
            .map(ProcMountinfo.Mount::root),
        true);
  }

  private MountView view(Situation process) {
    Optional<MountTable.Key> key = process.mountTable();
    return key.isEmpty()
        ? new MountView.Unread()
        : views.computeIfAbsent(key.get(), same -> view(mounts.mounts(same)));
  }

  private MountView view(Optional<List<ProcMountinfo.Mount>> table) {
    return table.isEmpty()
        ? new MountView.Unread()
        : MountTable.reached(table.get(), hierarchy)
            .flatMap(mount -> MountTable.toModel(mount, List.of(hierarchy)))
            .<MountView>map(MountView.Reached::new)
            .orElseGet(MountView.NotMounted::new);
  }

  private Optional<ProcCgroup.Line> line(Situation process) {
    for (ProcCgroup.Line line : process.cgroups()) {
      if (line.hierarchy().equals(hierarchy)) {
        return Optional.of(line);
      }
    }
    return Optional.empty();
  }

  private boolean isRemoved(Situation process) {
    return line(process).map(line -> line.isRemoved(process.zombie())).orElse(false);
  }
}

package io.cgck.metrics;

import io.cgck.model.CgroupMode;
import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.Membership;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import io.cgck.model.Placement;
import io.cgck.model.ProcessInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The families with a series for every process shown. */
final class ProcessCollector implements FamilyCollector {
  @Override
  public String name() {
    return "process";
  }

  @Override
  public void collect(Published published, Families families) {
    CgroupMode mode = published.snapshot().mode();
    boolean severalHierarchies = mode == CgroupMode.HYBRID || mode == CgroupMode.LEGACY;
    for (ProcessInfo process : published.processes().shown()) {
      String pid = Integer.toString(process.pid());
      String comm = process.comm();
      Placement placement = process.placement();
      families.add(
          Family.PROCESS_INFO,
          1,
          pid,
          comm,
          placement.cgroup().map(CgroupPath::value).orElse(""),
          inode(process, NamespaceKind.CGROUP),
          placement.seenCgroup().orElse(""),
          placement.seenMountRoot().orElse(""));
      families.add(
          Family.PROCESS_NAMESPACE_INFO,
          1,
          pid,
          comm,
          inode(process, NamespaceKind.CGROUP),
          inode(process, NamespaceKind.IPC),
          inode(process, NamespaceKind.MNT),
          inode(process, NamespaceKind.NET),
          inode(process, NamespaceKind.PID),
          inode(process, NamespaceKind.TIME),
          inode(process, NamespaceKind.USER),
          inode(process, NamespaceKind.UTS));
      process
          .startTimeSeconds()
          .ifPresent(start -> families.add(Family.PROCESS_START_TIME, start, pid, comm));
      if (severalHierarchies) {
        addHierarchies(process, pid, families);
      }
      if (process.hasPrivateCgroupNamespace()) {
        addJudgement(Family.PROCESS_OUTSIDE, placement.outside(), pid, comm, families);
        addJudgement(Family.PROCESS_STALE_MOUNT, placement.staleMount(), pid, comm, families);
      }
    }
  }

  private static String inode(ProcessInfo process, NamespaceKind kind) {
    return process
        .namespaces()
        .get(kind)
        .map(NamespaceId::inode)
        .map(inode -> Long.toString(inode))
        .orElse("");
  }

  private static void addJudgement(
      Family family, Optional<Boolean> judgement, String pid, String comm, Families families) {
    judgement.ifPresent(holds -> families.add(family, holds ? 1 : 0, pid, comm));
  }

  private static void addHierarchies(ProcessInfo process, String pid, Families families) {
    Map<CgroupPath, List<Hierarchy>> byPath = new TreeMap<>();
    for (Membership membership : process.memberships()) {
      byPath
          .computeIfAbsent(membership.cgroup(), same -> new ArrayList<>())
          .add(membership.hierarchy());
    }
    byPath.forEach(
        (path, hierarchies) -> {
          hierarchies.sort(null);
          families.add(
              Family.PROCESS_HIERARCHY_INFO,
              1,
              pid,
              process.comm(),
              hierarchies.stream()
                  .map(hierarchy -> Integer.toString(hierarchy.id()))
                  .collect(Collectors.joining(",")),
              hierarchies.stream()
                  .map(Hierarchy::controllers)
                  .filter(controllers -> !controllers.isEmpty())
                  .collect(Collectors.joining(",")),
              path.value());
        });
  }
}

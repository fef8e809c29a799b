package io.cgck.metrics;

import io.cgck.model.CgroupMode;
import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.Membership;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import io.cgck.model.Placement;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The families with a series for every process shown. */
final class ProcessCollector implements FamilyCollector {
  /** Its families, in the order of the catalogue. */
  static final List<Part> PARTS =
      List.of(
          new Part(Family.PROCESS_INFO, false, ProcessCollector::addInfo),
          new Part(Family.PROCESS_NAMESPACE_INFO, false, ProcessCollector::addNamespaces),
          new Part(Family.PROCESS_HIERARCHY_INFO, true, ProcessCollector::addHierarchies),
          new Part(Family.PROCESS_START_TIME, false, ProcessCollector::addStart),
          new Part(Family.PROCESS_OUTSIDE, false, ProcessCollector::addOutside),
          new Part(Family.PROCESS_STALE_MOUNT, false, ProcessCollector::addStaleMount));

  /**
   * A family whose samples for a process follow from that process alone.
   *
   * @param ofHierarchies whether it is for hosts with several hierarchies only
   */
  record Part(Family family, boolean ofHierarchies, Samples samples) {}

  /** Adds the samples of a family for a process. */
  interface Samples {
    void add(ProcessInfo process, Families families);
  }

  @Override
  public String name() {
    return "process";
  }

  @Override
  public Set<Family> families() {
    return PARTS.stream().map(Part::family).collect(Collectors.toSet());
  }

  @Override
  public void collect(Published published, Families families) {
    boolean severalHierarchies = hasSeveralHierarchies(published.snapshot());
    for (Part part : PARTS) {
      if (severalHierarchies || !part.ofHierarchies()) {
        published.processes().shown().forEach(process -> part.samples().add(process, families));
      }
    }
  }

  static boolean hasSeveralHierarchies(Snapshot snapshot) {
    return snapshot.mode() == CgroupMode.HYBRID || snapshot.mode() == CgroupMode.LEGACY;
  }

  private static void addInfo(ProcessInfo process, Families families) {
    Placement placement = process.placement();
    families.add(
        Family.PROCESS_INFO,
        1,
        Integer.toString(process.pid()),
        process.comm(),
        placement.cgroup().map(CgroupPath::value).orElse(""),
        inode(process, NamespaceKind.CGROUP),
        placement.seenCgroup().orElse(""),
        placement.seenMountRoot().orElse(""));
  }

  private static void addNamespaces(ProcessInfo process, Families families) {
    families.add(
        Family.PROCESS_NAMESPACE_INFO,
        1,
        Integer.toString(process.pid()),
        process.comm(),
        inode(process, NamespaceKind.CGROUP),
        inode(process, NamespaceKind.IPC),
        inode(process, NamespaceKind.MNT),
        inode(process, NamespaceKind.NET),
        inode(process, NamespaceKind.PID),
        inode(process, NamespaceKind.TIME),
        inode(process, NamespaceKind.USER),
        inode(process, NamespaceKind.UTS));
  }

  private static void addStart(ProcessInfo process, Families families) {
    process
        .startTimeSeconds()
        .ifPresent(
            start ->
                families.add(
                    Family.PROCESS_START_TIME,
                    start,
                    Integer.toString(process.pid()),
                    process.comm()));
  }

  private static void addOutside(ProcessInfo process, Families families) {
    addJudgement(Family.PROCESS_OUTSIDE, process, process.placement().outside(), families);
  }

  private static void addStaleMount(ProcessInfo process, Families families) {
    addJudgement(Family.PROCESS_STALE_MOUNT, process, process.placement().staleMount(), families);
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
      Family family, ProcessInfo process, Optional<Boolean> judgement, Families families) {
    if (process.hasPrivateCgroupNamespace()) {
      judgement.ifPresent(
          holds ->
              families.add(family, holds ? 1 : 0, Integer.toString(process.pid()), process.comm()));
    }
  }

  private static void addHierarchies(ProcessInfo process, Families families) {
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
              Integer.toString(process.pid()),
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

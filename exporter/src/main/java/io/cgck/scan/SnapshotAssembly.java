package io.cgck.scan;

import io.cgck.model.Capability;
import io.cgck.model.CgroupMode;
import io.cgck.model.CgroupNamespace;
import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.MountNamespace;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceRoot;
import io.cgck.model.Placement;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import io.cgck.model.Vantage;
import io.cgck.procfs.Procfs;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Puts together what a snapshot says: of processes as they were read, and of the mounts and roots
 * of the namespaces that they are in. Of what did not change, nothing is worked out again.
 */
final class SnapshotAssembly {
  private final StandPoint standPoint;
  private final Vantage vantage;
  private final ErrorCounts errors;
  private final Clock clock;
  private final long ticksPerSecond;
  private final MountTable mounts;
  private final NamespaceRoots roots;
  private Grouping grouping = Grouping.NONE;
  private Map<NamespaceId, List<Situation>> otherNamespaces = Map.of();
  private Map<NamespaceId, NamespaceRoot> otherRoots = Map.of();
  private OptionalLong bootTimeSeconds = OptionalLong.empty();
  private Content content = Content.NONE;
  private long groupings;

  SnapshotAssembly(Procfs procfs, StandPoint standPoint, ErrorCounts errors, Clock clock) {
    this.standPoint = standPoint;
    this.vantage = standPoint.vantage();
    this.errors = errors;
    this.clock = clock;
    this.ticksPerSecond = procfs.clockTicksPerSecond();
    this.mounts = new MountTable(procfs, errors, System::nanoTime);
    this.roots = new NamespaceRoots(procfs, !vantage.missing().contains(Capability.CAP_SYS_ADMIN));
  }

  long helpersCpuNanos() {
    return roots.cpuNanos();
  }

  /**
   * Makes the snapshot of a scan.
   *
   * @param bootTime seconds since the Unix epoch; empty if unknown
   * @param mountAllowance time for reading mount tables again that are known already
   */
  Snapshot assemble(
      Roster roster,
      Situations situations,
      Scanner.Look look,
      OptionalLong bootTime,
      Duration mountAllowance) {
    long begin = System.nanoTime();
    boolean regrouped = look.changed() || groupings == 0;
    if (regrouped) {
      regroup(roster, situations);
    }
    boolean mountsChanged = mounts.refresh(grouping.mountTables(), mountAllowance.toNanos());
    boolean rootsChanged =
        vantage.absolutePaths() && hasOtherRoots(roster, look.whole(), regrouped, mountsChanged);
    boolean rebooted = !bootTime.equals(bootTimeSeconds);
    bootTimeSeconds = bootTime;
    if (regrouped || mountsChanged || rootsChanged || rebooted) {
      content = workOut(roster, mountsChanged, rebooted);
    }
    return new Snapshot(
        clock.instant(),
        Duration.ofNanos(look.nanos() + System.nanoTime() - begin),
        vantage,
        content.mode(),
        content.hierarchies(),
        content.defaultHierarchy(),
        content.processes(),
        content.cgroupNamespaces(),
        content.mountNamespaces(),
        look.vanished(),
        look.hidden(),
        look.unwatched(),
        errors.counts());
  }

  /** What of a snapshot seldom changes. */
  private record Content(
      CgroupMode mode,
      List<Hierarchy> hierarchies,
      Optional<Hierarchy> defaultHierarchy,
      List<ProcessInfo> processes,
      List<CgroupNamespace> cgroupNamespaces,
      List<MountNamespace> mountNamespaces) {
    static final Content NONE =
        new Content(
            CgroupMode.UNKNOWN, List.of(), Optional.empty(), List.of(), List.of(), List.of());
  }

  private void regroup(Roster roster, Situations situations) {
    grouping = Grouping.of(roster, ++groupings);
    situations.prune(roster, grouping.situations().size());
    otherNamespaces = new LinkedHashMap<>(grouping.cgroupNamespaces());
    otherNamespaces.keySet().removeIf(NamespaceId::isInitial);
    if (!vantage.absolutePaths()) {
      otherRoots = new HashMap<>();
      for (NamespaceId id : otherNamespaces.keySet()) {
        otherRoots.put(id, new NamespaceRoot.Unknown("cgck sees relative paths only"));
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // what is the same stays the same object
  private boolean hasOtherRoots(
      Roster roster, boolean whole, boolean regrouped, boolean mountsChanged) {
    Map<NamespaceId, NamespaceRoot> before = otherRoots;
    otherRoots = roots.refresh(otherNamespaces, whole, regrouped, roster, mounts, mountsChanged);
    return otherRoots != before;
  }

  private Content workOut(Roster roster, boolean mountsChanged, boolean rebooted) {
    CgroupMode mode = CgroupMode.of(grouping.hierarchies());
    List<Hierarchy> hierarchies = kept(content.hierarchies(), List.copyOf(grouping.hierarchies()));
    Optional<Hierarchy> defaultHierarchy =
        DefaultHierarchy.choose(
            content.defaultHierarchy(), mode, grouping.hierarchies(), grouping.used());
    Map<NamespaceId, NamespaceRoot> namespaceRoots = withInitial();
    Optional<Placements> placements =
        defaultHierarchy.map(
            hierarchy -> new Placements(standPoint, hierarchy, mounts, namespaceRoots));
    for (Situation situation : grouping.situations()) {
      situation.place(placements.map(all -> all.of(situation)).orElse(Placement.UNREAD));
    }
    return new Content(
        mode,
        hierarchies,
        defaultHierarchy,
        processes(roster, rebooted),
        kept(content.cgroupNamespaces(), cgroupNamespaces(namespaceRoots)),
        mountsChanged || !hierarchies.equals(content.hierarchies())
            ? mountNamespaces(hierarchies)
            : content.mountNamespaces());
  }

  private List<MountNamespace> mountNamespaces(List<Hierarchy> hierarchies) {
    return vantage.absolutePaths()
        ? kept(content.mountNamespaces(), mounts.mountNamespaces(hierarchies))
        : List.of();
  }

  /** What says the same stays the same object. */
  private static <T> List<T> kept(List<T> before, List<T> now) {
    return now.equals(before) ? before : List.copyOf(now);
  }

  private Map<NamespaceId, NamespaceRoot> withInitial() {
    Map<NamespaceId, NamespaceRoot> all = new HashMap<>(otherRoots);
    Map<Hierarchy, CgroupPath> initial = new HashMap<>();
    grouping.hierarchies().forEach(hierarchy -> initial.put(hierarchy, CgroupPath.ROOT));
    grouping.cgroupNamespaces().keySet().stream()
        .filter(NamespaceId::isInitial)
        .forEach(id -> all.put(id, new NamespaceRoot.Exact(initial)));
    return all;
  }

  private static List<CgroupNamespace> cgroupNamespaces(Map<NamespaceId, NamespaceRoot> roots) {
    Map<Long, CgroupNamespace> byInode = new TreeMap<>();
    roots.forEach((id, root) -> byInode.put(id.inode(), new CgroupNamespace(id, root)));
    return List.copyOf(byInode.values());
  }

  @SuppressWarnings("ReferenceEquality") // what is the same stays the same object
  private List<ProcessInfo> processes(Roster roster, boolean rebooted) {
    List<ProcessInfo> before = content.processes();
    ProcessInfo[] now = new ProcessInfo[roster.size()];
    boolean same = now.length == before.size();
    for (int index = 0; index < now.length; index++) {
      Tracked process = roster.at(index);
      Placement placement = process.observation().situation().placement();
      now[index] =
          !rebooted && process.isShown(placement)
              ? process.info().orElseThrow()
              : process.show(info(process.observation(), placement));
      same = same && now[index] == before.get(index);
    }
    return same ? before : List.of(now);
  }

  private ProcessInfo info(Observation process, Placement placement) {
    Situation situation = process.situation();
    return new ProcessInfo(
        process.id(),
        process.via(),
        process.stat().comm(),
        process.stat().parentPid(),
        process.stat().isKernelThread(),
        process.stat().startStack(),
        process.zombie(),
        startTime(process),
        vantage.absolutePaths() ? situation.memberships() : List.of(),
        situation.namespaces(),
        situation.processRoot(),
        placement,
        process.details(),
        process.partial() || !vantage.absolutePaths());
  }

  private OptionalDouble startTime(Observation process) {
    return bootTimeSeconds.isPresent()
        ? OptionalDouble.of(
            bootTimeSeconds.getAsLong() + (double) process.id().startTicks() / ticksPerSecond)
        : OptionalDouble.empty();
  }
}

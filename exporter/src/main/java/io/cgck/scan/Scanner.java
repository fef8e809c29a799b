package io.cgck.scan;

import static java.util.Objects.requireNonNull;

import io.cgck.kernel.Errno;
import io.cgck.model.Capability;
import io.cgck.model.CgroupMode;
import io.cgck.model.CgroupNamespace;
import io.cgck.model.CgroupPath;
import io.cgck.model.Detail;
import io.cgck.model.Hierarchy;
import io.cgck.model.Membership;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceRoot;
import io.cgck.model.Namespaces;
import io.cgck.model.Placement;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import io.cgck.model.Vantage;
import io.cgck.procfs.KernelStat;
import io.cgck.procfs.ProcCgroup;
import io.cgck.procfs.Procfs;
import io.cgck.procfs.ProcfsException;
import io.cgck.procfs.ReadResult;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Looks at every process and puts together what one snapshot says.
 *
 * <p>An instance belongs to the thread that opened it: that thread may have been moved to the
 * initial cgroup namespace, and what paths say depends on it.
 */
public final class Scanner implements AutoCloseable {
  /** A scan in so many reads all of a process, even if nothing says that it changed. */
  private static final int THOROUGH_EVERY = 12;

  private final Procfs procfs;
  private final Clock clock;
  private final StandPoint standPoint;
  private final Vantage vantage;
  private final long ticksPerSecond;
  private final ErrorCounts errors = new ErrorCounts();
  private final SharedCgroups cgroups = new SharedCgroups();
  private final MountTable mounts;
  private final NamespaceRoots roots;
  private Map<Integer, Observation> last = Map.of();
  private Map<Integer, ProcessInfo> lastInfos = Map.of();
  private Set<Detail> lastDetails = Set.of();
  private Optional<Hierarchy> defaultHierarchy = Optional.empty();
  private OptionalLong bootTimeSeconds = OptionalLong.empty();
  private long scans;

  private Scanner(Procfs procfs, Clock clock) {
    this.procfs = procfs;
    this.clock = clock;
    this.standPoint = StandPoint.take(procfs);
    this.vantage = standPoint.vantage();
    this.ticksPerSecond = procfs.clockTicksPerSecond();
    this.mounts = new MountTable(procfs, errors, System::nanoTime);
    this.roots = new NamespaceRoots(procfs, !vantage.missing().contains(Capability.CAP_SYS_ADMIN));
  }

  /**
   * Opens a procfs for scanning, by and for the calling thread. If that thread is in a cgroup
   * namespace of its own, it is moved to the initial one where the kernel allows it.
   *
   * @throws ProcfsException if there is no procfs at the path
   */
  @SuppressWarnings("MustBeClosedChecker") // closed by close()
  public static Scanner open(Path procfs, Clock clock) throws ProcfsException {
    return new Scanner(Procfs.open(requireNonNull(procfs, "procfs is null")), clock);
  }

  /** CPU time that other threads spent on behalf of this one, since it was opened. */
  long helpersCpuNanos() {
    return roots.cpuNanos();
  }

  public Vantage vantage() {
    return vantage;
  }

  /**
   * Scans once.
   *
   * @param details what matchers need to know of processes
   * @param mountAllowance time for reading mount tables again that are known already
   * @throws ProcfsException if the directory of processes cannot be read any more
   */
  public Snapshot scan(Set<Detail> details, Duration mountAllowance) throws ProcfsException {
    long begin = System.nanoTime();
    cgroups.beginScan();
    ReadResult<int[]> pids = procfs.listPids();
    int[] listed =
        errors
            .valueOf(pids, "/")
            .orElseThrow(() -> new ProcfsException(procfs.path() + " cannot be read any more"));
    readBootTime();

    ProcessReader reader = new ProcessReader(procfs, details, cgroups, errors);
    Map<Integer, Observation> seen = LinkedHashMap.newLinkedHashMap(listed.length);
    int vanished = 0;
    int hidden = 0;
    boolean otherDetails = !details.equals(lastDetails);
    for (int pid : listed) {
      boolean thorough = otherDetails || (pid + scans) % THOROUGH_EVERY == 0;
      ProcessReader.Look look = reader.read(pid, Optional.ofNullable(last.get(pid)), thorough);
      if (look instanceof ProcessReader.Look.Seen(Observation process)) {
        seen.put(pid, process);
      } else if (look instanceof ProcessReader.Look.Vanished) {
        vanished++;
      } else {
        hidden++;
      }
    }
    last = seen;
    lastDetails = Set.copyOf(details);
    scans++;
    return assemble(seen, begin, mountAllowance, vanished, hidden);
  }

  /** Kept as long as it stays about the same, so that start times do not waver with the clock. */
  private void readBootTime() {
    ReadResult<KernelStat> stat = procfs.kernelStat();
    if (stat instanceof ReadResult.Vanished<KernelStat>) {
      // As in a procfs with the mount option subset=pid.
      errors.add("/stat", Errno.ENOENT.symbol(), 1);
    }
    Optional<Long> now = errors.valueOf(stat, "/stat").map(KernelStat::bootTimeSeconds);
    if (now.isPresent()
        && (bootTimeSeconds.isEmpty() || Math.abs(now.get() - bootTimeSeconds.getAsLong()) > 1)) {
      bootTimeSeconds = OptionalLong.of(now.get());
    }
  }

  private Snapshot assemble(
      Map<Integer, Observation> seen,
      long begin,
      Duration mountAllowance,
      int vanished,
      int hidden) {
    Set<Hierarchy> hierarchies = new TreeSet<>();
    Set<Hierarchy> used = new HashSet<>();
    Map<MountTable.Key, List<Integer>> mountMembers = new LinkedHashMap<>();
    Map<NamespaceId, List<Observation>> namespaceMembers = new LinkedHashMap<>();
    Set<List<ProcCgroup.Line>> places = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Observation process : seen.values()) {
      if (places.add(process.cgroups())) {
        for (ProcCgroup.Line line : process.cgroups()) {
          hierarchies.add(line.hierarchy());
          if (!line.path().equals("/")) {
            used.add(line.hierarchy());
          }
        }
      }
      MountTable.Key.of(process)
          .ifPresent(
              key ->
                  mountMembers.computeIfAbsent(key, same -> new ArrayList<>()).add(process.via()));
      process
          .namespaces()
          .cgroup()
          .ifPresent(
              id -> namespaceMembers.computeIfAbsent(id, same -> new ArrayList<>()).add(process));
    }
    CgroupMode mode = CgroupMode.of(hierarchies);
    defaultHierarchy = DefaultHierarchy.choose(defaultHierarchy, mode, hierarchies, used);
    mounts.refresh(mountMembers, mountAllowance.toNanos());
    Map<NamespaceId, NamespaceRoot> namespaceRoots =
        namespaceRoots(namespaceMembers, seen, hierarchies);

    Optional<Placements> placements =
        defaultHierarchy.map(
            hierarchy -> new Placements(standPoint, hierarchy, mounts, namespaceRoots));
    Map<Namespaces, Namespaces> shared = new HashMap<>();
    Map<Integer, ProcessInfo> infos = HashMap.newHashMap(seen.size());
    List<ProcessInfo> processes = new ArrayList<>(seen.size());
    for (Observation process : seen.values()) {
      ProcessInfo info = info(process, placements, shared);
      ProcessInfo before = lastInfos.get(info.pid());
      ProcessInfo kept = info.equals(before) ? before : info;
      infos.put(info.pid(), kept);
      processes.add(kept);
    }
    lastInfos = infos;
    return new Snapshot(
        clock.instant(),
        Duration.ofNanos(System.nanoTime() - begin),
        vantage,
        mode,
        List.copyOf(hierarchies),
        defaultHierarchy,
        processes,
        cgroupNamespaces(namespaceRoots),
        vantage.absolutePaths() ? mounts.mountNamespaces(hierarchies) : List.of(),
        vanished,
        hidden,
        errors.counts());
  }

  private Map<NamespaceId, NamespaceRoot> namespaceRoots(
      Map<NamespaceId, List<Observation>> members,
      Map<Integer, Observation> seen,
      Set<Hierarchy> hierarchies) {
    Map<NamespaceId, NamespaceRoot> all = new HashMap<>();
    Map<NamespaceId, List<Observation>> others = new LinkedHashMap<>(members);
    others.keySet().removeIf(NamespaceId::isInitial);
    if (vantage.absolutePaths()) {
      all.putAll(roots.refresh(others, seen.values(), mounts));
    } else {
      others
          .keySet()
          .forEach(id -> all.put(id, new NamespaceRoot.Unknown("cgck sees relative paths only")));
    }
    Map<Hierarchy, CgroupPath> initial = new HashMap<>();
    hierarchies.forEach(hierarchy -> initial.put(hierarchy, CgroupPath.ROOT));
    members.keySet().stream()
        .filter(NamespaceId::isInitial)
        .forEach(id -> all.put(id, new NamespaceRoot.Exact(initial)));
    return all;
  }

  private static List<CgroupNamespace> cgroupNamespaces(Map<NamespaceId, NamespaceRoot> roots) {
    Map<Long, CgroupNamespace> byInode = new TreeMap<>();
    roots.forEach((id, root) -> byInode.put(id.inode(), new CgroupNamespace(id, root)));
    return List.copyOf(byInode.values());
  }

  private ProcessInfo info(
      Observation process, Optional<Placements> placements, Map<Namespaces, Namespaces> shared) {
    List<Membership> memberships = List.of();
    if (vantage.absolutePaths()) {
      memberships =
          process.zombie()
              ? SharedCgroups.memberships(process.cgroups(), true)
              : cgroups.memberships(process.cgroups());
    }
    return new ProcessInfo(
        process.id(),
        process.via(),
        process.comm(),
        process.parentPid(),
        process.kernelThread(),
        process.startStack(),
        process.zombie(),
        startTime(process),
        memberships,
        shared.computeIfAbsent(process.namespaces(), same -> same),
        process.processRoot(),
        placements.map(all -> all.of(process)).orElse(Placement.UNREAD),
        process.details(),
        process.partial() || !vantage.absolutePaths());
  }

  private OptionalDouble startTime(Observation process) {
    return bootTimeSeconds.isPresent()
        ? OptionalDouble.of(
            bootTimeSeconds.getAsLong() + (double) process.id().startTicks() / ticksPerSecond)
        : OptionalDouble.empty();
  }

  @Override
  public void close() {
    procfs.close();
  }
}

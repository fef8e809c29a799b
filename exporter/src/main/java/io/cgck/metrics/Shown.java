package io.cgck.metrics;

import static java.util.Objects.requireNonNull;

import io.cgck.attribute.Attribution;
import io.cgck.attribute.Attributor;
import io.cgck.config.Configuration;
import io.cgck.config.ProcessSettings;
import io.cgck.expect.CgroupFindings;
import io.cgck.expect.Expectation;
import io.cgck.expect.LimitJudgements;
import io.cgck.expect.Standing;
import io.cgck.expect.Tally;
import io.cgck.model.CgroupMount;
import io.cgck.model.CgroupNamespace;
import io.cgck.model.CgroupPath;
import io.cgck.model.MountNamespace;
import io.cgck.model.Mover;
import io.cgck.model.NamespaceKind;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import io.cgck.scan.TraceStatus;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the metrics show after one scan, for whoever shows it in another way: what limits, matchers
 * and ages leave out of the metrics is not to be had here either. All of one object is from the
 * same scan.
 */
public final class Shown {
  private final Published published;
  private final Configuration configuration;
  private final Load load;
  private final BuildInfo build;

  /**
   * How the last attempt to load a configuration ended.
   *
   * @param at when the configuration in force was loaded
   */
  public record Load(boolean successful, Instant at) {
    public Load {
      requireNonNull(at, "at is null");
    }
  }

  /** A namespace, and how many processes are in it, also those that are not shown themselves. */
  public record Namespace(
      NamespaceKind kind, long inode, int processes, Optional<CgroupNamespace> cgroup) {}

  /**
   * A cgroup of any hierarchy.
   *
   * @param processes in the default hierarchy, also those that are not shown themselves
   * @param removedProcesses zombies whose cgroup of the default hierarchy had this path
   * @param joins moves into it since the daemon began; empty if there is no counter
   * @param leaves moves out of it
   */
  public record Cgroup(
      CgroupPath path,
      Attribution attribution,
      int processes,
      int removedProcesses,
      Optional<Long> joins,
      Optional<Long> leaves) {}

  /** Numbers of something: of all, and of those that are left out. */
  public record Numbers(int shown, int excluded, int overLimit) {}

  Shown(Published published, Configuration configuration, Load load, BuildInfo build) {
    this.published = requireNonNull(published, "published is null");
    this.configuration = requireNonNull(configuration, "configuration is null");
    this.load = requireNonNull(load, "load is null");
    this.build = requireNonNull(build, "build is null");
  }

  /**
   * The whole snapshot, with what is not shown. Only numbers of it, and what belongs to something
   * shown, may be passed on.
   */
  public Snapshot snapshot() {
    return published.snapshot();
  }

  /** By which the processes shown were selected, which may be another configuration's by now. */
  public ProcessSettings selectedBy() {
    return published.processes().settings();
  }

  /** The processes shown, by PID. */
  public List<ProcessInfo> processes() {
    return published.processes().shown();
  }

  /** A process shown. */
  public Optional<ProcessInfo> process(int pid) {
    return ProcessInfo.find(processes(), pid);
  }

  /** How many processes are shown, and how many are not. */
  public Numbers processNumbers() {
    ProcessSelection selection = published.processes();
    return new Numbers(selection.shown().size(), selection.excluded(), selection.overLimit());
  }

  /** How many cgroups are shown, and how many the limit leaves out. */
  public Numbers cgroupNumbers() {
    CgroupSelection selection = published.cgroups();
    return new Numbers(selection.known().size(), 0, selection.overLimit());
  }

  /** Processes of which something could not be read. */
  public int partial() {
    return published.census().partial();
  }

  public Attribution attribution(ProcessInfo process) {
    return published.attributions().of(process);
  }

  /** The cgroups shown, by path. */
  public List<Cgroup> cgroups() {
    return published.cgroups().known().stream().map(this::cgroup).toList();
  }

  private Cgroup cgroup(CgroupPath path) {
    CgroupSelection selection = published.cgroups();
    MoveCounts moves = published.moves();
    return new Cgroup(
        path,
        published.attributions().of(path),
        selection.processes().getOrDefault(path, 0),
        selection.removed().getOrDefault(path, 0),
        Optional.ofNullable(moves.joins().get(path)),
        Optional.ofNullable(moves.leaves().get(path)));
  }

  /** The cgroup namespaces of which the root is shown, by inode. */
  public Map<Long, CgroupNamespace> cgroupNamespaces() {
    Map<Long, CgroupNamespace> byInode = new HashMap<>();
    snapshot().cgroupNamespaces().stream()
        .limit(configuration.cgroups().limit())
        .forEach(each -> byInode.put(each.id().inode(), each));
    return byInode;
  }

  /** The root of a cgroup namespace in the default hierarchy; empty if unknown. */
  public Optional<CgroupPath> rootOf(CgroupNamespace namespace) {
    return snapshot().defaultHierarchy().flatMap(namespace.root()::in);
  }

  /** How the root is known, as the label {@code root_source}. */
  public String rootSourceOf(CgroupNamespace namespace) {
    return rootOf(namespace).isPresent() ? namespace.root().source() : "unknown";
  }

  /** The namespaces shown, by kind and inode. */
  public List<Namespace> namespaces() {
    Map<Long, CgroupNamespace> byInode = cgroupNamespaces();
    return NamespaceSelection.of(published.census(), configuration.cgroups().limit())
        .shown()
        .stream()
        .map(
            each ->
                new Namespace(
                    each.kind(),
                    each.inode(),
                    each.processes(),
                    each.kind() == NamespaceKind.CGROUP
                        ? Optional.ofNullable(byInode.get(each.inode()))
                        : Optional.empty()))
        .toList();
  }

  /** The cgroup mounts shown of a mount namespace. */
  public List<CgroupMount> mounts(MountNamespace namespace) {
    int limit = configuration.cgroups().limit();
    Set<List<String>> all = NamespaceCollector.mounts(snapshot());
    Set<List<String>> shown =
        all.size() <= limit ? all : new HashSet<>(all.stream().limit(limit).toList());
    return namespace.mounts().stream()
        .filter(mount -> shown.contains(NamespaceCollector.labels(namespace, mount)))
        .toList();
  }

  /**
   * How a process stands to the expectations of the configuration, and the built-in ones that it
   * violates.
   */
  public List<Standing> standings(ProcessInfo process) {
    return published.judgements().of(process.id()).stream()
        .filter(standing -> !standing.expectation().builtIn() || standing.isViolated())
        .toList();
  }

  /** Whether a process violates an expectation. */
  public boolean violates(ProcessInfo process) {
    return published.judgements().isViolatedBy(process.id());
  }

  /** What each expectation comes to, in the order of the configuration. */
  public Map<Expectation, Tally> tallies() {
    return published.judgements().tallies();
  }

  /** How limits of cgroups stand to expectations. */
  public LimitJudgements limits() {
    return published.findings().judgements();
  }

  /** What the files of cgroups said. */
  public CgroupFindings findings() {
    return published.findings();
  }

  /** Whether a mover has a counter, so that its command name and unit may be told. */
  public boolean shows(Mover mover) {
    return published.movers().moves().containsKey(MoverCounts.By.of(mover, new Attributor()));
  }

  /** How the reading of events goes; empty where nobody reads them. */
  public Optional<TraceStatus> trace() {
    return published.trace();
  }

  /** Moves since the daemon began that scans noticed. */
  public long movesScanned() {
    return published.moves().scanned();
  }

  /** Moves since the daemon began that events reported. */
  public long movesTraced() {
    return published.moves().traced();
  }

  /** CPU time of all scans. */
  public double cpuSeconds() {
    return published.cpuSecondsTotal();
  }

  /** The pause between two scans. */
  public double pauseSeconds() {
    return published.pauseSeconds();
  }

  /** That which is in force. */
  public Configuration configuration() {
    return configuration;
  }

  public Load load() {
    return load;
  }

  public BuildInfo build() {
    return build;
  }

  /** Different namespaces of each kind. */
  public Map<NamespaceKind, Integer> differentNamespaces() {
    return Collections.unmodifiableMap(
        NamespaceSelection.of(published.census(), configuration.cgroups().limit()).different());
  }
}

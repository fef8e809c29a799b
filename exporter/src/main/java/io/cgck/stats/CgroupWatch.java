package io.cgck.stats;

import static java.util.Objects.requireNonNull;

import io.cgck.attribute.Attribution;
import io.cgck.attribute.Attributor;
import io.cgck.cgroupfs.CgroupKey;
import io.cgck.cgroupfs.CgroupReader;
import io.cgck.cgroupfs.Contents;
import io.cgck.cgroupfs.DirectoryReading;
import io.cgck.expect.Assessment;
import io.cgck.expect.CgroupFindings;
import io.cgck.expect.LimitEvaluator;
import io.cgck.expect.LimitJudgements;
import io.cgck.model.CgroupPath;
import io.cgck.model.CgroupStats;
import io.cgck.model.EffectiveLimit;
import io.cgck.model.FileGroup;
import io.cgck.model.Hierarchy;
import io.cgck.model.LimitKind;
import io.cgck.model.Membership;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads the files of the cgroups that are asked for, after every scan, and judges limits. It reads
 * nothing of a cgroup that nobody asked for but the limits of those above one that is.
 *
 * <p>Which cgroups there are is taken from the scan: those with processes, in any hierarchy, and
 * those above them. Limits that an expectation is about are read in every round; of the rest as
 * much as the allowance is for, in turns, and all in the first round.
 *
 * <p>Plans may come from any thread, rounds from one.
 */
public final class CgroupWatch implements AutoCloseable {
  private static final Set<LimitKind> LIMITS_OF_STATS =
      Set.of(
          LimitKind.MEMORY_MAX,
          LimitKind.MEMORY_HIGH,
          LimitKind.MEMORY_SWAP_MAX,
          LimitKind.CPU_MAX,
          LimitKind.PIDS_MAX);

  private final Path sysfs;
  private final Path procfs;
  private final int mostOpen;
  private final Attributor attributor = new Attributor();
  private final LimitEvaluator evaluator = new LimitEvaluator();
  private volatile Plan next;
  private Optional<Plan> plan = Optional.empty();
  private Optional<CgroupReader> reader = Optional.empty();
  private Map<CgroupPath, Attribution> attributions = new HashMap<>();
  private List<ProcessInfo> lastProcesses = List.of();
  private Optional<Selection> lastSelection = Optional.empty();
  private Map<CgroupPath, Known> known = new HashMap<>();

  /** What is known of a cgroup, and since when. */
  private record Known(
      CgroupStats stats, Map<LimitKind, EffectiveLimit> limits, Instant at, long round) {}

  /** Which cgroups are read, and in which hierarchies they are. */
  private record Selection(
      NavigableMap<CgroupPath, NavigableSet<Hierarchy>> cgroups, int overLimit) {}

  private long round;

  /**
   * Makes one that has read nothing yet.
   *
   * @param sysfs at whose {@code fs/cgroup} hierarchies usually are
   * @param procfs through which mounts elsewhere are reached
   * @param mostOpen how many directories of cgroups may stay open
   */
  public CgroupWatch(Path sysfs, Path procfs, int mostOpen, Plan plan) {
    this.sysfs = requireNonNull(sysfs, "sysfs is null");
    this.procfs = requireNonNull(procfs, "procfs is null");
    this.mostOpen = mostOpen;
    this.next = requireNonNull(plan, "plan is null");
  }

  /** Puts another plan in force, from the next round on. */
  public void configure(Plan other) {
    next = requireNonNull(other, "other is null");
  }

  /**
   * Reads and judges, after a scan.
   *
   * @param nanos time of the scan on a monotonic clock
   */
  public CgroupFindings look(Assessment assessment, long nanos) {
    Plan now = next;
    if (!plan.equals(Optional.of(now))) {
      evaluator.configure(now.expectations());
      known.clear();
      lastSelection = Optional.empty();
      plan = Optional.of(now);
    }
    if (now.groups().isEmpty() && evaluator.isIdle()) {
      close();
      return CgroupFindings.NONE;
    }
    CgroupReader files = reader.orElseGet(() -> new CgroupReader(sysfs, procfs, mostOpen));
    reader = Optional.of(files);
    files.begin(assessment.snapshot());
    LimitRound limits = new LimitRound(files);
    Round stats = new Round(assessment.snapshot(), now, files, limits);
    if (!now.groups().isEmpty()) {
      stats.read();
    }
    LimitJudgements judgements =
        evaluator.isIdle()
            ? LimitJudgements.NONE
            : evaluator.evaluate(assessment.snapshot(), assessment.attributions(), limits, nanos);
    Set<CgroupKey> used = new HashSet<>(limits.read());
    used.addAll(stats.wanted);
    files.retain(used);
    round++;
    return stats.findings(judgements);
  }

  /** Looks at the cgroups of one process, and those above them. */
  public Situation situation(Snapshot snapshot, ProcessInfo process) {
    CgroupReader files = reader.orElseGet(() -> new CgroupReader(sysfs, procfs, mostOpen));
    reader = Optional.of(files);
    files.begin(snapshot);
    LimitRound limits = new LimitRound(files);
    List<Situation.Limit> found = new ArrayList<>();
    for (LimitKind kind : LimitKind.values()) {
      Optional<Hierarchy> hierarchy =
          LimitEvaluator.hierarchyOf(kind, snapshot)
              .filter(has -> CgroupReader.hasLimit(has, kind) && files.reaches(has));
      process.memberships().stream()
          .filter(each -> hierarchy.equals(Optional.of(each.hierarchy())) && !each.removed())
          .findFirst()
          .ifPresent(
              each ->
                  found.add(
                      new Situation.Limit(
                          kind,
                          each.cgroup(),
                          limits.effective(kind, each.hierarchy(), each.cgroup()))));
    }
    return new Situation(
        found,
        process.cgroup().map(cgroup -> stats(files, process, cgroup)).orElse(CgroupStats.NONE),
        snapshot.hierarchies().stream().anyMatch(files::reaches));
  }

  private CgroupStats stats(CgroupReader files, ProcessInfo process, CgroupPath cgroup) {
    StatsBuilder builder = new StatsBuilder();
    process.memberships().stream()
        .filter(each -> each.cgroup().equals(cgroup) && !each.removed())
        .sorted(Comparator.comparing(Membership::hierarchy))
        .forEach(
            each ->
                files
                    .read(new CgroupKey(each.hierarchy(), cgroup), next.groups(), Set.of())
                    .ifPresent(
                        reading -> {
                          if (reading instanceof DirectoryReading.Seen seen) {
                            builder.add(
                                each.hierarchy(), seen.inode(), seen.contents(), Optional.empty());
                          }
                        }));
    return builder.build();
  }

  /** One round of reading statistics. */
  private final class Round {
    private final Snapshot snapshot;
    private final Plan now;
    private final CgroupReader files;
    private final LimitRound limits;
    private final Set<CgroupKey> wanted = new HashSet<>();
    private final Map<CgroupPath, Optional<SortedSet<String>>> controllers = new HashMap<>();
    private int overLimit;
    private int vanished;

    Round(Snapshot snapshot, Plan now, CgroupReader files, LimitRound limits) {
      this.snapshot = snapshot;
      this.now = now;
      this.files = files;
      this.limits = limits;
    }

    void read() {
      Selection selection = selection();
      NavigableMap<CgroupPath, NavigableSet<Hierarchy>> cgroups = selection.cgroups;
      overLimit = selection.overLimit;
      cgroups.forEach(
          (path, hierarchies) ->
              hierarchies.forEach(hierarchy -> wanted.add(new CgroupKey(hierarchy, path))));
      known.keySet().retainAll(cgroups.keySet());
      // Those that were not read for longest first; in the first round nobody waits.
      List<CgroupPath> order = new ArrayList<>(cgroups.keySet());
      order.sort(
          Comparator.comparingLong(
              path -> Optional.ofNullable(known.get(path)).map(Known::round).orElse(-1L)));
      long end = System.nanoTime() + now.allowance().toNanos();
      for (CgroupPath path : order) {
        boolean first = !known.containsKey(path);
        if (first || System.nanoTime() - end < 0) {
          read(path, cgroups.getOrDefault(path, Collections.emptyNavigableSet()));
        }
      }
    }

    @SuppressWarnings("ReferenceEquality") // The scanner keeps it as long as nothing changes.
    private Selection selection() {
      if (lastSelection.isEmpty() || snapshot.processes() != lastProcesses) {
        lastProcesses = snapshot.processes();
        lastSelection = Optional.of(select());
      }
      return lastSelection.get();
    }

    private Selection select() {
      NavigableMap<CgroupPath, NavigableSet<Hierarchy>> all = new TreeMap<>();
      Set<CgroupPath> inhabited = new HashSet<>();
      Set<List<Membership>> places = Collections.newSetFromMap(new IdentityHashMap<>());
      for (ProcessInfo process : snapshot.processes()) {
        if (places.add(process.memberships())) {
          for (Membership membership : process.memberships()) {
            if (!membership.removed()) {
              inhabited.add(membership.cgroup());
              addWithThoseAbove(membership.hierarchy(), membership.cgroup(), all);
            }
          }
        }
      }
      now.filter()
          .named()
          .forEach(
              path ->
                  snapshot
                      .hierarchies()
                      .forEach(
                          hierarchy ->
                              all.computeIfAbsent(path, same -> new TreeSet<>()).add(hierarchy)));
      Map<CgroupPath, Attribution> made = new HashMap<>();
      all.keySet()
          .removeIf(
              path -> {
                Attribution by =
                    Optional.ofNullable(attributions.get(path))
                        .orElseGet(() -> attributor.attribute(path));
                made.put(path, by);
                return !now.filter().accepts(path, by);
              });
      attributions = made;
      int tooMany = Math.max(0, all.size() - now.limit());
      if (tooMany > 0) {
        List<CgroupPath> order = new ArrayList<>(all.keySet());
        order.sort(
            Comparator.comparing((CgroupPath path) -> !inhabited.contains(path))
                .thenComparing(Comparator.naturalOrder()));
        order.subList(now.limit(), order.size()).forEach(all::remove);
      }
      return new Selection(all, tooMany);
    }

    private void addWithThoseAbove(
        Hierarchy hierarchy,
        CgroupPath path,
        NavigableMap<CgroupPath, NavigableSet<Hierarchy>> all) {
      Optional<CgroupPath> each = Optional.of(path);
      while (each.isPresent()
          && all.computeIfAbsent(each.get(), same -> new TreeSet<>()).add(hierarchy)) {
        each = Paths.parent(each.get());
      }
    }

    private void read(CgroupPath path, NavigableSet<Hierarchy> hierarchies) {
      Set<LimitKind> kinds =
          LIMITS_OF_STATS.stream().anyMatch(this::isAsked) ? LimitRound.ALL : Set.of();
      StatsBuilder builder = new StatsBuilder();
      boolean seen = false;
      boolean gone = false;
      // The unified hierarchy has the lowest number.
      for (Hierarchy hierarchy : hierarchies) {
        CgroupKey key = new CgroupKey(hierarchy, path);
        Optional<DirectoryReading> reading = files.read(key, now.groups(), kinds);
        if (!kinds.isEmpty()) {
          reading.ifPresent(of -> limits.put(key, of));
        }
        gone |= reading.isPresent() && reading.get() instanceof DirectoryReading.Vanished;
        if (reading.isPresent()
            && reading.get()
                instanceof DirectoryReading.Seen(long inode, Contents contents, boolean whole)) {
          seen = true;
          if (hierarchy.isUnified()) {
            controllers.put(path, contents.controllers());
          }
          builder.add(hierarchy, inode, contents, controllersAbove(hierarchy, path));
        }
      }
      if (!seen) {
        known.remove(path);
        vanished += gone ? 1 : 0;
      } else {
        known.put(
            path, new Known(builder.build(), effective(path, hierarchies), Instant.now(), round));
      }
    }

    private Optional<SortedSet<String>> controllersAbove(Hierarchy hierarchy, CgroupPath path) {
      if (!hierarchy.isUnified() || !now.groups().contains(FileGroup.CORE)) {
        return Optional.empty();
      }
      return Paths.parent(path)
          .flatMap(
              above -> controllers.computeIfAbsent(above, same -> controllersOf(hierarchy, above)));
    }

    private Optional<SortedSet<String>> controllersOf(Hierarchy hierarchy, CgroupPath path) {
      return files
          .read(new CgroupKey(hierarchy, path), Set.of(), LimitRound.ALL)
          .filter(DirectoryReading.Seen.class::isInstance)
          .flatMap(reading -> ((DirectoryReading.Seen) reading).contents().controllers());
    }

    private Map<LimitKind, EffectiveLimit> effective(
        CgroupPath path, NavigableSet<Hierarchy> hierarchies) {
      Map<LimitKind, EffectiveLimit> effective = new EnumMap<>(LimitKind.class);
      for (LimitKind kind : LIMITS_OF_STATS) {
        Optional<Hierarchy> hierarchy =
            LimitEvaluator.hierarchyOf(kind, snapshot).filter(hierarchies::contains);
        if (hierarchy.isPresent() && isAsked(kind)) {
          effective.put(kind, limits.effective(kind, hierarchy.get(), path));
        }
      }
      return effective;
    }

    private boolean isAsked(LimitKind kind) {
      return now.groups().stream().anyMatch(group -> group.key().equals(kind.controller()));
    }

    CgroupFindings findings(LimitJudgements judgements) {
      SortedMap<CgroupPath, CgroupStats> stats = new TreeMap<>();
      SortedMap<CgroupPath, Map<LimitKind, EffectiveLimit>> effective = new TreeMap<>();
      known.forEach(
          (path, of) -> {
            stats.put(path, of.stats);
            effective.put(path, of.limits);
          });
      return new CgroupFindings(
          !now.groups().isEmpty(),
          stats,
          effective,
          judgements,
          vanished,
          overLimit,
          known.values().stream().map(Known::at).min(Comparator.naturalOrder()),
          files.errors());
    }
  }

  @Override
  public void close() {
    reader.ifPresent(CgroupReader::close);
    reader = Optional.empty();
    known = new LinkedHashMap<>();
  }
}

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
import io.cgck.expect.CgroupStanding;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
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
import java.util.function.Supplier;
import java.util.stream.Stream;

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
  private final Supplier<CgroupReader> readers;
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
      NavigableMap<CgroupPath, NavigableSet<Hierarchy>> cgroups,
      Set<CgroupPath> maybeAbsent,
      int overLimit) {}

  private long round;

  /**
   * Makes one that has read nothing yet.
   *
   * @param readers make what reads, when it is needed, on the thread that needs it
   */
  public CgroupWatch(Supplier<CgroupReader> readers, Plan plan) {
    this.readers = requireNonNull(readers, "readers is null");
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
    CgroupReader files = reader.orElseGet(readers);
    reader = Optional.of(files);
    Set<LimitKind> all = EnumSet.noneOf(LimitKind.class);
    all.addAll(now.limits());
    all.addAll(evaluator.kinds());
    files.begin(assessment.snapshot(), now.groups(), all);
    LimitRound limits = new LimitRound(files, all);
    Round stats = new Round(assessment, now, files, limits);
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
    CgroupReader files = reader.orElseGet(readers);
    reader = Optional.of(files);
    Set<LimitKind> all = EnumSet.allOf(LimitKind.class);
    files.begin(snapshot, next.groups(), all);
    LimitRound limits = new LimitRound(files, all);
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
    StatsBuilder builder = new StatsBuilder(next.groups());
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
    private final Assessment assessment;
    private final Snapshot snapshot;
    private final Plan now;
    private final Set<LimitKind> told;
    private final CgroupReader files;
    private final LimitRound limits;
    private final Set<CgroupKey> wanted = new HashSet<>();
    private final Map<CgroupPath, Optional<SortedSet<String>>> controllers = new HashMap<>();
    private int overLimit;
    private int vanished;

    Round(Assessment assessment, Plan now, CgroupReader files, LimitRound limits) {
      this.assessment = assessment;
      this.snapshot = assessment.snapshot();
      this.now = now;
      this.told = now.limits();
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
          boolean gone = read(path, cgroups.getOrDefault(path, Collections.emptyNavigableSet()));
          vanished += gone && !selection.maybeAbsent.contains(path) ? 1 : 0;
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
      Set<List<Membership>> places = Collections.newSetFromMap(new IdentityHashMap<>());
      for (ProcessInfo process : snapshot.processes()) {
        if (places.add(process.memberships())) {
          for (Membership membership : process.memberships()) {
            if (!membership.removed()) {
              addWithThoseAbove(membership.hierarchy(), membership.cgroup(), all);
            }
          }
        }
      }
      Set<CgroupPath> maybeAbsent = new HashSet<>();
      now.filter()
          .named()
          .forEach(
              path -> {
                if (!all.containsKey(path)) {
                  maybeAbsent.add(path);
                }
                all.computeIfAbsent(path, same -> new TreeSet<>()).addAll(snapshot.hierarchies());
              });
      Map<CgroupPath, Attribution> made = new HashMap<>();
      all.keySet()
          .removeIf(
              path -> {
                Attribution by = attribution(path);
                made.put(path, by);
                return !now.filter().accepts(path, by);
              });
      attributions = made;
      int tooMany = Math.max(0, all.size() - now.limit());
      if (tooMany > 0) {
        List<CgroupPath> order = new ArrayList<>(all.keySet());
        order.sort(assessment.census().byImportance());
        order.subList(now.limit(), order.size()).forEach(all::remove);
      }
      return new Selection(all, maybeAbsent, tooMany);
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

    /** Reads a cgroup; tells whether it is gone. */
    private boolean read(CgroupPath path, NavigableSet<Hierarchy> hierarchies) {
      StatsBuilder builder = new StatsBuilder(now.groups());
      boolean seen = false;
      boolean gone = false;
      // The unified hierarchy has the lowest number.
      for (Hierarchy hierarchy : hierarchies) {
        CgroupKey key = new CgroupKey(hierarchy, path);
        Optional<DirectoryReading> reading = files.read(key, now.groups(), limits.kinds());
        reading.ifPresent(of -> limits.put(key, of));
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
      if (seen) {
        known.put(
            path, new Known(builder.build(), effective(path, hierarchies), Instant.now(), round));
      } else {
        known.remove(path);
      }
      return gone && !seen;
    }

    private Optional<SortedSet<String>> controllersAbove(Hierarchy hierarchy, CgroupPath path) {
      if (!hierarchy.isUnified() || !now.groups().contains(FileGroup.CORE)) {
        return Optional.empty();
      }
      return Paths.parent(path)
          .flatMap(
              above -> {
                CgroupKey key = new CgroupKey(hierarchy, above);
                wanted.add(key);
                return controllers.computeIfAbsent(above, same -> files.controllers(key));
              });
    }

    private Map<LimitKind, EffectiveLimit> effective(
        CgroupPath path, NavigableSet<Hierarchy> hierarchies) {
      Map<LimitKind, EffectiveLimit> effective = new EnumMap<>(LimitKind.class);
      for (LimitKind kind : told) {
        LimitEvaluator.hierarchyOf(kind, snapshot)
            .filter(hierarchies::contains)
            .ifPresent(hierarchy -> effective.put(kind, limits.effective(kind, hierarchy, path)));
      }
      return effective;
    }

    private Attribution attribution(CgroupPath path) {
      Attribution by = attributions.get(path);
      return by == null ? attributor.attribute(path) : by;
    }

    /** Of cgroups that are told of and have no processes: of all others the scan knows. */
    private Map<CgroupPath, Attribution> attributionsOf(LimitJudgements judgements) {
      Map<CgroupPath, Attribution> of = new HashMap<>();
      Stream.concat(
              known.keySet().stream(), judgements.standings().stream().map(CgroupStanding::cgroup))
          .filter(path -> !assessment.census().anywhere().containsKey(path))
          .forEach(path -> of.computeIfAbsent(path, this::attribution));
      return of;
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
          attributionsOf(judgements),
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

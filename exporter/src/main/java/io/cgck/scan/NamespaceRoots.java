package io.cgck.scan;

import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceRoot;
import io.cgck.procfs.ProcCgroup;
import io.cgck.procfs.ProcMountinfo;
import io.cgck.procfs.Procfs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The roots of all cgroup namespaces with processes. A root is fixed when the namespace is made, so
 * it is worked out once and kept as long as the namespace is known to be the same: inode numbers
 * are used again, so when somebody has joined it, at least one process must have been seen in it
 * then and at the scan before, too.
 */
final class NamespaceRoots {
  private static final int MEMBERS_TO_TRY = 16;
  private static final int WITNESSES = 512;
  private static final int SCANS_BEFORE_RETRY = 12;
  private static final int NEVER = Integer.MAX_VALUE;

  /**
   * Namespaces that are known may be entered again until so many were entered in a scan; the others
   * are due at the next. What is new is always entered.
   */
  private static final int REPEATED = 64;

  private final Procfs procfs;
  private final NamespaceEntry entry;
  private final boolean mayEnter;
  private final Map<NamespaceId, Known> known = new LinkedHashMap<>();
  private Map<NamespaceId, NamespaceRoot> roots = Map.of();

  NamespaceRoots(Procfs procfs, boolean mayEnter) {
    this.procfs = procfs;
    this.entry = new NamespaceEntry(procfs.path());
    this.mayEnter = mayEnter;
  }

  /** CPU time that threads of their own spent on entering namespaces. */
  long cpuNanos() {
    return entry.cpuNanos();
  }

  /** What is known of a namespace. */
  private static final class Known {
    /** Where the members are: when that changes, more may be told. */
    private Set<List<ProcCgroup.Line>> places = Set.of();

    private NamespaceRoot root = new NamespaceRoot.Unknown("not looked at yet");

    /** How many scans ago it was tried to work out the root. */
    private int scansAgo = NEVER;

    private boolean moved;

    void isIn(Set<List<ProcCgroup.Line>> now) {
      moved = !now.equals(places);
      places = now;
    }

    boolean isNew() {
      return scansAgo == NEVER;
    }

    /** Whether it is new, or more may be told than last time. */
    boolean isNews() {
      return isNew() || (moved && !isSettled());
    }

    /**
     * Also what is settled is looked at again in slow rotation: a process may have left a namespace
     * and made another one that got the same inode number, and all between two scans.
     */
    boolean isDue() {
      return scansAgo >= SCANS_BEFORE_RETRY || isNews();
    }

    /** Whether the root is known in every hierarchy. */
    private boolean isSettled() {
      return root instanceof NamespaceRoot.Exact exact
          && places.stream()
              .flatMap(List::stream)
              .allMatch(line -> exact.roots().containsKey(line.hierarchy()));
    }
  }

  /**
   * Brings the roots up to date.
   *
   * @param members for every cgroup namespace but the initial one, the situations of its processes
   * @param whole whether all processes were looked at, as at a scan
   * @param regrouped whether these are others than last time
   * @param all all processes; their paths must be absolute
   * @param mountsChanged whether the mounts are others than last time
   * @return the same object as last time if it says the same
   */
  Map<NamespaceId, NamespaceRoot> refresh(
      Map<NamespaceId, List<Situation>> members,
      boolean whole,
      boolean regrouped,
      Roster all,
      MountTable mounts,
      boolean mountsChanged) {
    if (regrouped) {
      regroup(members);
    }
    List<NamespaceEntry.Request> requests =
        mayEnter ? requests(members, whole, all, mounts) : List.of();
    if (!regrouped && !mountsChanged && requests.isEmpty()) {
      return roots;
    }
    if (!requests.isEmpty()) {
      entry
          .enter(requests)
          .forEach(
              (id, outcome) ->
                  known.computeIfPresent(
                      id,
                      (same, each) -> {
                        each.root = merged(each.root, root(outcome));
                        return each;
                      }));
    }
    Map<NamespaceId, NamespaceRoot> now = new HashMap<>();
    known.forEach(
        (id, each) -> {
          if (!(each.root instanceof NamespaceRoot.Exact)) {
            each.root = inferred(members.getOrDefault(id, List.of()), mounts).orElse(each.root);
          }
          now.put(id, each.root);
        });
    if (!now.equals(roots)) {
      roots = now;
    }
    return roots;
  }

  private void regroup(Map<NamespaceId, List<Situation>> members) {
    known.keySet().retainAll(members.keySet());
    members.forEach(
        (id, situations) -> {
          if (situations.stream().anyMatch(Situation::joined)
              && situations.stream().noneMatch(Situation::continued)) {
            known.remove(id);
          }
          known
              .computeIfAbsent(id, same -> new Known())
              .isIn(
                  situations.stream()
                      .map(Situation::cgroups)
                      .collect(Collectors.toUnmodifiableSet()));
        });
  }

  private List<NamespaceEntry.Request> requests(
      Map<NamespaceId, List<Situation>> members, boolean whole, Roster all, MountTable mounts) {
    List<NamespaceEntry.Request> requests = new ArrayList<>();
    known.forEach(
        (id, each) -> {
          boolean isNew = each.isNew();
          if (!(whole ? each.isDue() : each.isNews())) {
            each.scansAgo += whole ? 1 : 0;
          } else if (isNew || requests.size() < REPEATED) {
            requests.add(request(id, members.getOrDefault(id, List.of()), all, mounts));
            each.scansAgo = 0;
          } else {
            each.scansAgo = SCANS_BEFORE_RETRY;
          }
          each.moved = false;
        });
    return requests;
  }

  /** What was exact and is not told now stays so. */
  private static NamespaceRoot merged(NamespaceRoot before, NamespaceRoot now) {
    if (!(before instanceof NamespaceRoot.Exact(Map<Hierarchy, CgroupPath> known))) {
      return now;
    }
    Map<Hierarchy, CgroupPath> all = new HashMap<>(known);
    if (now instanceof NamespaceRoot.Exact(Map<Hierarchy, CgroupPath> told)) {
      all.putAll(told);
    }
    return new NamespaceRoot.Exact(all);
  }

  /** Members and their mounts first, then one process of every other set of cgroups. */
  private static NamespaceEntry.Request request(
      NamespaceId id, List<Situation> members, Roster all, MountTable mounts) {
    List<Observation> some =
        members.stream()
            .flatMap(situation -> situation.some().stream())
            .limit(MEMBERS_TO_TRY)
            .toList();
    List<Witness> witnesses = new ArrayList<>();
    Set<Object> seen = new HashSet<>();
    for (Observation member : some) {
      witnesses.add(Witness.OfProcess.of(member));
      seen.add(member.situation().cgroups());
    }
    for (Observation member : some) {
      Set<Hierarchy> hierarchies =
          member.situation().cgroups().stream()
              .map(ProcCgroup.Line::hierarchy)
              .collect(Collectors.toSet());
      member
          .situation()
          .mountTable()
          .filter(seen::add)
          .flatMap(mounts::mounts)
          .map(table -> Witness.OfMounts.of(member.via(), hierarchies, table))
          .ifPresent(witnesses::add);
    }
    for (int index = 0; index < all.size() && witnesses.size() < WITNESSES; index++) {
      Observation process = all.at(index).observation();
      if (!process.zombie()
          && !process.stat().isKernelThread()
          && seen.add(process.situation().cgroups())) {
        witnesses.add(Witness.OfProcess.of(process));
      }
    }
    List<Integer> pids = some.stream().map(Observation::via).toList();
    return new NamespaceEntry.Request(id, pids, witnesses);
  }

  private NamespaceRoot root(NamespaceEntry.Outcome outcome) {
    return switch (outcome) {
      case NamespaceEntry.Outcome.Gone() -> new NamespaceRoot.Unknown("its processes ended");
      case NamespaceEntry.Outcome.Refused(String why) -> new NamespaceRoot.Unknown(why);
      case NamespaceEntry.Outcome.Entered(Map<Hierarchy, NamespaceEntry.Derived> roots) -> {
        Map<Hierarchy, CgroupPath> confirmed = new HashMap<>();
        roots.forEach(
            (hierarchy, derived) -> {
              if (isUnchanged(derived.witness())) {
                confirmed.put(hierarchy, derived.root());
              }
            });
        yield confirmed.isEmpty()
            ? new NamespaceRoot.Unknown(
                "no process and no cgroup mount of its processes is inside it")
            : new NamespaceRoot.Exact(confirmed);
      }
    };
  }

  /** Whether the paths of a witness are still those that were taken for granted. */
  private boolean isUnchanged(Witness witness) {
    return witness.read(procfs).equals(Optional.of(witness.absolute()));
  }

  /**
   * The mount roots of the members. A mount at the root of the hierarchy tells nothing: it is
   * either stale or the host's.
   */
  private static Optional<NamespaceRoot> inferred(List<Situation> members, MountTable mounts) {
    Map<Hierarchy, CgroupPath> roots = new HashMap<>();
    for (Situation member : members) {
      Optional<List<ProcMountinfo.Mount>> seen = member.mountTable().flatMap(mounts::mounts);
      member
          .cgroups()
          .forEach(
              line ->
                  seen.flatMap(all -> MountTable.reached(all, line.hierarchy()))
                      .map(mount -> new CgroupPath(mount.root()))
                      .filter(root -> !root.isRoot())
                      .filter(root -> new CgroupPath(line.path()).isInside(root))
                      .ifPresent(
                          root -> roots.merge(line.hierarchy(), root, NamespaceRoots::outermost)));
    }
    return roots.isEmpty() ? Optional.empty() : Optional.of(new NamespaceRoot.Inferred(roots));
  }

  /** Of two mount roots that members see, one of them perhaps of a bind mount, the outer one. */
  private static CgroupPath outermost(CgroupPath one, CgroupPath other) {
    return one.isInside(other) ? other : one;
  }
}

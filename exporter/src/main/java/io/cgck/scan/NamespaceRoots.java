package io.cgck.scan;

import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceRoot;
import io.cgck.model.ProcessId;
import io.cgck.procfs.ProcCgroup;
import io.cgck.procfs.ProcMountinfo;
import io.cgck.procfs.Procfs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The roots of all cgroup namespaces with processes. A root is fixed when the namespace is made, so
 * it is worked out once and kept as long as the namespace is known to be the same: inode numbers
 * are used again, so at least one process must have been a member at the scan before, too.
 */
final class NamespaceRoots {
  private static final int MEMBERS_TO_TRY = 16;
  private static final int WITNESSES = 512;
  private static final int SCANS_BEFORE_RETRY = 12;

  /**
   * Namespaces that are known may be entered again until so many were entered in a scan; the others
   * are due at the next. What is new is always entered.
   */
  private static final int REPEATED = 64;

  private final Procfs procfs;
  private final NamespaceEntry entry;
  private final boolean mayEnter;
  private Map<NamespaceId, Known> known = new HashMap<>();

  NamespaceRoots(Procfs procfs, boolean mayEnter) {
    this.procfs = procfs;
    this.entry = new NamespaceEntry(procfs.path());
    this.mayEnter = mayEnter;
  }

  /** CPU time that threads of their own spent on entering namespaces. */
  long cpuNanos() {
    return entry.cpuNanos();
  }

  /**
   * What is known of a namespace.
   *
   * @param places where the members are: when that changes, more may be told
   * @param scansAgo how many scans ago it was tried to work out the root
   */
  private record Known(
      Set<ProcessId> members, Set<List<ProcCgroup.Line>> places, NamespaceRoot root, int scansAgo) {
    /** Whether the root is known in every hierarchy. */
    boolean isSettled() {
      return root instanceof NamespaceRoot.Exact exact
          && places.stream()
              .flatMap(List::stream)
              .allMatch(line -> exact.roots().containsKey(line.hierarchy()));
    }

    Known withRoot(NamespaceRoot other) {
      return new Known(members, places, other, scansAgo);
    }
  }

  /**
   * Brings the roots up to date.
   *
   * @param members for every cgroup namespace but the initial one, its processes
   * @param all all processes; their paths must be absolute
   */
  Map<NamespaceId, NamespaceRoot> refresh(
      Map<NamespaceId, List<Observation>> members, Collection<Observation> all, MountTable mounts) {
    Map<NamespaceId, Known> now = new HashMap<>();
    List<NamespaceEntry.Request> requests = new ArrayList<>();
    members.forEach(
        (id, processes) -> {
          Set<ProcessId> ids =
              processes.stream().map(Observation::id).collect(Collectors.toUnmodifiableSet());
          Set<List<ProcCgroup.Line>> places =
              processes.stream().map(Observation::cgroups).collect(Collectors.toUnmodifiableSet());
          Optional<Known> last = stillTheSame(id, ids);
          boolean due = mayEnter && isDue(last, places);
          boolean entered = due && (last.isEmpty() || requests.size() < REPEATED);
          if (entered) {
            requests.add(request(id, processes, all, mounts));
          }
          NamespaceRoot root =
              last.map(Known::root).orElse(new NamespaceRoot.Unknown("not looked at yet"));
          int waited = due ? SCANS_BEFORE_RETRY : last.map(Known::scansAgo).orElse(0) + 1;
          int scansAgo = entered ? 0 : waited;
          now.put(id, new Known(ids, places, root, scansAgo));
        });
    if (!requests.isEmpty()) {
      entry
          .enter(requests)
          .forEach(
              (id, outcome) ->
                  now.computeIfPresent(
                      id, (same, before) -> before.withRoot(merged(before.root(), root(outcome)))));
    }
    now.replaceAll(
        (id, each) ->
            each.root() instanceof NamespaceRoot.Exact
                ? each
                : each.withRoot(
                    inferred(members.getOrDefault(id, List.of()), mounts).orElse(each.root())));
    known = now;
    Map<NamespaceId, NamespaceRoot> roots = new HashMap<>();
    now.forEach((id, each) -> roots.put(id, each.root()));
    return roots;
  }

  /**
   * Also what is settled is looked at again in slow rotation: a process may have left a namespace
   * and made another one that got the same inode number, and all between two scans.
   */
  private static boolean isDue(Optional<Known> last, Set<List<ProcCgroup.Line>> places) {
    return last.isEmpty()
        || last.get().scansAgo() >= SCANS_BEFORE_RETRY
        || (!last.get().isSettled() && !last.get().places().equals(places));
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

  private Optional<Known> stillTheSame(NamespaceId id, Set<ProcessId> members) {
    return Optional.ofNullable(known.get(id))
        .filter(last -> last.members().stream().anyMatch(members::contains));
  }

  /** Members and their mounts first, then one process of every other set of cgroups. */
  private static NamespaceEntry.Request request(
      NamespaceId id, List<Observation> members, Collection<Observation> all, MountTable mounts) {
    List<Observation> some = members.subList(0, Math.min(MEMBERS_TO_TRY, members.size()));
    List<Witness> witnesses = new ArrayList<>();
    Set<Object> seen = new HashSet<>();
    for (Observation member : some) {
      witnesses.add(Witness.OfProcess.of(member));
      seen.add(member.cgroups());
    }
    for (Observation member : some) {
      Set<Hierarchy> hierarchies =
          member.cgroups().stream().map(ProcCgroup.Line::hierarchy).collect(Collectors.toSet());
      MountTable.Key.of(member)
          .filter(seen::add)
          .flatMap(mounts::mounts)
          .map(table -> Witness.OfMounts.of(member.via(), hierarchies, table))
          .ifPresent(witnesses::add);
    }
    for (Observation process : all) {
      if (witnesses.size() >= WITNESSES) {
        break;
      }
      if (!process.zombie() && !process.kernelThread() && seen.add(process.cgroups())) {
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
  private static Optional<NamespaceRoot> inferred(List<Observation> members, MountTable mounts) {
    Map<Hierarchy, CgroupPath> roots = new HashMap<>();
    for (Observation member : members) {
      Optional<List<ProcMountinfo.Mount>> seen = MountTable.Key.of(member).flatMap(mounts::mounts);
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

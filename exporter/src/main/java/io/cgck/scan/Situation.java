package io.cgck.scan;

import io.cgck.model.Membership;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import io.cgck.model.Namespaces;
import io.cgck.model.Placement;
import io.cgck.procfs.ProcCgroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a process is and what it sees. Thousands of processes share a few hundred situations, so
 * one object stands for all that are equal ({@link Situations}), and what follows from it is worked
 * out once.
 */
final class Situation {
  /** As many members are known by name as are ever asked. */
  private static final int NAMED = 16;

  private final List<ProcCgroup.Line> cgroups;
  private final List<Membership> memberships;
  private final Namespaces namespaces;
  private final Optional<String> processRoot;
  private final boolean zombie;
  private final Optional<NamespaceId> cgroupNamespace;
  private final Optional<MountTable.Key> mountTable;
  private final List<Observation> some = new ArrayList<>(1);
  private boolean continued;
  private boolean joined;
  private long countedIn;
  private Placement placement = Placement.UNREAD;

  /**
   * Made by {@link Situations} alone.
   *
   * @param cgroups its cgroup in every hierarchy, as the reader sees them
   * @param memberships the same as records of the model
   * @param processRoot target of {@code /proc/PID/root}; empty if unread
   * @param zombie whether it has ended, so that it has no namespaces and mounts any more
   */
  Situation(
      List<ProcCgroup.Line> cgroups,
      List<Membership> memberships,
      Namespaces namespaces,
      Optional<String> processRoot,
      boolean zombie) {
    this.cgroups = cgroups;
    this.memberships = memberships;
    this.namespaces = namespaces;
    this.processRoot = processRoot;
    this.zombie = zombie;
    this.cgroupNamespace = namespaces.cgroup();
    this.mountTable =
        namespaces
            .get(NamespaceKind.MNT)
            .flatMap(namespace -> processRoot.map(root -> new MountTable.Key(namespace, root)));
  }

  List<ProcCgroup.Line> cgroups() {
    return cgroups;
  }

  List<Membership> memberships() {
    return memberships;
  }

  Namespaces namespaces() {
    return namespaces;
  }

  Optional<String> processRoot() {
    return processRoot;
  }

  boolean zombie() {
    return zombie;
  }

  Optional<NamespaceId> cgroupNamespace() {
    return cgroupNamespace;
  }

  Optional<MountTable.Key> mountTable() {
    return mountTable;
  }

  /**
   * Counts a process in.
   *
   * @param count number of the count
   * @return whether it is the first one of this count
   */
  boolean join(long count, Tracked process) {
    boolean first = countedIn != count;
    if (first) {
      countedIn = count;
      some.clear();
      continued = false;
      joined = false;
    }
    if (some.size() < NAMED) {
      some.add(process.observation());
    }
    continued |= process.staysInCgroupNamespace();
    joined |= process.joinsCgroupNamespace();
    return first;
  }

  /** Some of the processes that were counted last, at most 16. */
  List<Observation> some() {
    return some;
  }

  /** Whether one of them was seen in the cgroup namespace that it was in before, too. */
  boolean continued() {
    return continued;
  }

  /** Whether one of them was seen in a cgroup namespace that it was not in before. */
  boolean joined() {
    return joined;
  }

  Placement placement() {
    return placement;
  }

  /** Takes what was worked out; what says the same stays the same object. */
  void place(Placement next) {
    if (!next.equals(placement)) {
      placement = next;
    }
  }
}

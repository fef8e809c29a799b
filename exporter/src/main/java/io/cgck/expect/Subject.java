package io.cgck.expect;

import static java.util.Objects.requireNonNull;

import io.cgck.attribute.Attributions;
import io.cgck.attribute.Territory;
import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.Membership;
import io.cgck.model.ProcessInfo;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A process that is judged, and what is known of its past and around it.
 *
 * @param defaultHierarchy the hierarchy that is meant where none is named
 * @param attributions who made the cgroups of this scan
 * @param firstSeen its cgroups when the expectation first meant it; empty if that does not matter
 * @param home the service or container that it was in and has not left in an ordinary way
 * @param parent the process that started it, as it was last seen; empty if it was never seen
 * @param namespaceRoot root of its cgroup namespace in the default hierarchy; empty if unknown
 * @param ofPrivateContainer whether it is of a container with a private cgroup namespace
 * @param ofTheKernel whether the kernel started it, or a helper of the kernel in the root cgroup
 * @param systemdHost whether PID 1 is systemd
 */
public record Subject(
    ProcessInfo process,
    Optional<Hierarchy> defaultHierarchy,
    Attributions attributions,
    List<Membership> firstSeen,
    Optional<Territory> home,
    Optional<ProcessInfo> parent,
    Optional<CgroupPath> namespaceRoot,
    boolean ofPrivateContainer,
    boolean ofTheKernel,
    boolean systemdHost) {
  public Subject {
    requireNonNull(process, "process is null");
    requireNonNull(defaultHierarchy, "defaultHierarchy is null");
    requireNonNull(attributions, "attributions is null");
    firstSeen = List.copyOf(firstSeen);
    requireNonNull(home, "home is null");
    requireNonNull(parent, "parent is null");
    requireNonNull(namespaceRoot, "namespaceRoot is null");
  }

  /** Where a process is, in the hierarchy of that name or else in the default one. */
  static Optional<CgroupPath> cgroup(ProcessInfo process, Optional<HierarchyName> hierarchy) {
    return hierarchy.isEmpty()
        ? process.cgroup()
        : cgroup(process.memberships(), hierarchy.get()::names);
  }

  /** Where its parent is, or was when it ended, in the same hierarchy. */
  Optional<CgroupPath> ofParent(Optional<HierarchyName> hierarchy) {
    return parent.flatMap(of -> cgroup(of.memberships(), hierarchy));
  }

  /** The same process, which was first there. */
  Subject firstSeenIn(List<Membership> memberships) {
    return new Subject(
        process,
        defaultHierarchy,
        attributions,
        memberships,
        home,
        parent,
        namespaceRoot,
        ofPrivateContainer,
        ofTheKernel,
        systemdHost);
  }

  /** Where the process was first seen, in the same hierarchy. */
  Optional<CgroupPath> firstSeen(Optional<HierarchyName> hierarchy) {
    return cgroup(firstSeen, hierarchy);
  }

  private Optional<CgroupPath> cgroup(
      List<Membership> memberships, Optional<HierarchyName> hierarchy) {
    return hierarchy.isPresent()
        ? cgroup(memberships, hierarchy.get()::names)
        : defaultHierarchy.flatMap(usual -> cgroup(memberships, usual::equals));
  }

  private static Optional<CgroupPath> cgroup(
      List<Membership> memberships, Predicate<Hierarchy> wanted) {
    return memberships.stream()
        .filter(membership -> wanted.test(membership.hierarchy()))
        .map(Membership::cgroup)
        .findFirst();
  }
}

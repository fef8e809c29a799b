package io.cgck.expect;

import io.cgck.attribute.Attributions;
import io.cgck.model.ProcessInfo;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which processes are of one container, and whether the container has a private cgroup namespace:
 * that of its first process. One that makes a namespace of its own later, as a sandbox does, says
 * nothing of the others.
 */
final class ContainerGroups {
  private final Map<String, Group> byContainer = new HashMap<>();
  private final Map<Watched, Membership> memberships = new HashMap<>();
  private final Set<Group> turned = new HashSet<>();

  /** The processes of one container, the first one first. */
  private final class Group {
    private final TreeSet<Watched> members =
        new TreeSet<>(
            Comparator.comparingLong((Watched watched) -> watched.now().id().startTicks())
                .thenComparingInt(watched -> watched.now().pid()));

    private boolean isPrivate() {
      return !members.isEmpty()
          && Optional.ofNullable(memberships.get(members.first()))
              .map(Membership::isPrivate)
              .orElse(false);
    }
  }

  private record Membership(String container, boolean isPrivate) {}

  /** A process is new, or something of it changed. */
  void update(Watched watched, Attributions attributions) {
    Optional<Membership> last = Optional.ofNullable(memberships.get(watched));
    Membership next = membership(watched.now(), attributions, last);
    if (!last.equals(Optional.of(next))) {
      remove(watched);
      if (!next.container().isEmpty()) {
        Group group = byContainer.computeIfAbsent(next.container(), same -> new Group());
        boolean before = group.isPrivate();
        memberships.put(watched, next);
        group.members.add(watched);
        compare(group, before);
      }
    }
  }

  /** What cannot be read of it now is as it was. */
  private static Membership membership(
      ProcessInfo process, Attributions attributions, Optional<Membership> last) {
    String container =
        process.cgroup().isEmpty()
            ? last.map(Membership::container).orElse("")
            : attributions.of(process).containerId();
    boolean isPrivate =
        process.namespaces().cgroup().isEmpty()
            ? last.map(Membership::isPrivate).orElse(false)
            : process.hasPrivateCgroupNamespace();
    return new Membership(container, isPrivate);
  }

  void remove(Watched watched) {
    Optional.ofNullable(memberships.get(watched))
        .map(Membership::container)
        .ifPresent(container -> remove(watched, container));
  }

  private void remove(Watched watched, String container) {
    byContainer.computeIfPresent(
        container,
        (same, group) -> {
          boolean before = group.isPrivate();
          group.members.remove(watched);
          memberships.remove(watched);
          compare(group, before);
          return group.members.isEmpty() ? null : group;
        });
  }

  private void compare(Group group, boolean before) {
    if (before != group.isPrivate()) {
      turned.add(group);
    }
  }

  /** Whether the container of a process has a private cgroup namespace. */
  boolean isOfPrivateContainer(Watched watched) {
    return Optional.ofNullable(memberships.get(watched))
        .map(own -> byContainer.get(own.container()))
        .map(Group::isPrivate)
        .orElse(false);
  }

  /** The processes for which that may have changed since this was last asked. */
  Collection<Watched> takeTurned() {
    Set<Watched> all = new HashSet<>();
    turned.forEach(group -> all.addAll(group.members));
    turned.clear();
    return all;
  }
}

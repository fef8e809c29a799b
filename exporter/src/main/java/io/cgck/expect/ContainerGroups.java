package io.cgck.expect;

import io.cgck.attribute.Attributions;
import io.cgck.model.ProcessInfo;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which processes are of one container, and how many of them are in a private cgroup namespace. */
final class ContainerGroups {
  private final Map<String, Group> byContainer = new HashMap<>();
  private final Map<Watched, Membership> memberships = new HashMap<>();
  private final Set<Group> turned = new HashSet<>();

  /** The processes of one container. */
  private static final class Group {
    private final Set<Watched> members = new HashSet<>();
    private int privates;
  }

  private record Membership(String container, boolean isPrivate) {}

  /** A process is new, or something of it changed. */
  void update(Watched watched, Attributions attributions) {
    ProcessInfo process = watched.now();
    Membership next =
        new Membership(attributions.of(process).containerId(), process.hasPrivateCgroupNamespace());
    if (!next.equals(memberships.get(watched))) {
      remove(watched);
      if (!next.container().isEmpty()) {
        memberships.put(watched, next);
        Group group = byContainer.computeIfAbsent(next.container(), same -> new Group());
        group.members.add(watched);
        count(group, next.isPrivate() ? 1 : 0);
      }
    }
  }

  void remove(Watched watched) {
    Membership last = memberships.remove(watched);
    if (last != null) {
      Group group = byContainer.get(last.container());
      if (group != null) {
        group.members.remove(watched);
        count(group, last.isPrivate() ? -1 : 0);
        if (group.members.isEmpty()) {
          byContainer.remove(last.container());
        }
      }
    }
  }

  private void count(Group group, int more) {
    boolean before = group.privates > 0;
    group.privates += more;
    if (before != group.privates > 0) {
      turned.add(group);
    }
  }

  /** Whether another process of the same container is in a private cgroup namespace. */
  boolean hasPrivateCompanions(Watched watched) {
    Membership own = memberships.get(watched);
    if (own == null) {
      return false;
    }
    Group group = byContainer.get(own.container());
    return group != null && group.privates > (own.isPrivate() ? 1 : 0);
  }

  /** The processes for which that may have changed since this was last asked. */
  Collection<Watched> takeTurned() {
    List<Watched> all = turned.stream().flatMap(group -> group.members.stream()).toList();
    turned.clear();
    return all;
  }
}

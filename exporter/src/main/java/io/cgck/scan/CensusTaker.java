package io.cgck.scan;

import io.cgck.model.CgroupPath;
import io.cgck.model.Membership;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import io.cgck.model.ProcessInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts processes scan after scan: the work grows with what changed and with the number of places,
 * not with that of processes. Belongs to one thread.
 */
public final class CensusTaker {
  private static final List<NamespaceKind> KINDS = List.of(NamespaceKind.values());

  private final Map<CgroupPath, Integer> cgroups = new HashMap<>();
  private final Map<CgroupPath, Integer> removed = new HashMap<>();
  private final Map<CgroupPath, Integer> anywhere = new HashMap<>();
  private final Map<CgroupPath, Integer> mentioned = new HashMap<>();
  private final Map<NamespaceId, Integer> namespaces = new HashMap<>();
  private int partial;
  private Census last = Census.EMPTY;

  /** The census after these changes; the same object as before if no process is elsewhere now. */
  public Census after(Changes changes) {
    boolean moved = false;
    for (ProcessInfo process : changes.born()) {
      count(process, 1);
      moved = true;
    }
    for (ProcessInfo process : changes.ended()) {
      count(process, -1);
      moved = true;
    }
    for (Changes.Change change : changes.changed()) {
      if (!areInTheSamePlaces(change.before(), change.now())) {
        count(change.now(), 1);
        count(change.before(), -1);
        moved = true;
      }
    }
    if (moved) {
      last = new Census(cgroups, removed, anywhere, mentioned, namespaces, partial);
    }
    return last;
  }

  private static boolean areInTheSamePlaces(ProcessInfo one, ProcessInfo other) {
    return one.memberships().equals(other.memberships())
        && one.cgroup().equals(other.cgroup())
        && one.placement().removed() == other.placement().removed()
        && one.namespaces().equals(other.namespaces())
        && one.partial() == other.partial();
  }

  private void count(ProcessInfo process, int by) {
    process
        .cgroup()
        .ifPresent(cgroup -> add(process.placement().removed() ? removed : cgroups, cgroup, by));
    for (Membership membership : process.memberships()) {
      add(mentioned, membership.cgroup(), by);
      if (!membership.removed()) {
        add(anywhere, membership.cgroup(), by);
      }
    }
    // Not by a view of all: each process would keep one.
    for (NamespaceKind kind : KINDS) {
      process.namespaces().get(kind).ifPresent(namespace -> add(namespaces, namespace, by));
    }
    partial += process.partial() ? by : 0;
  }

  @SuppressWarnings("NullAway") // merge(3) removes where its function gives null.
  private static <K> void add(Map<K, Integer> counts, K place, int by) {
    counts.merge(place, by, (before, more) -> before + more == 0 ? null : before + more);
  }
}

package io.cgck.metrics;

import io.cgck.model.CgroupPath;
import io.cgck.model.Membership;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which cgroups get series.
 *
 * @param limit most of each kind
 * @param processes processes in each cgroup of the default hierarchy shown
 * @param removed zombies in each removed cgroup shown
 * @param known all cgroups shown, of any hierarchy
 * @param total cgroups with processes, of any hierarchy
 */
record CgroupSelection(
    int limit,
    Map<CgroupPath, Integer> processes,
    Map<CgroupPath, Integer> removed,
    Set<CgroupPath> known,
    int total) {
  int overLimit() {
    return total - known.size();
  }

  /** Selects after another scan; the same object as before where nothing has changed. */
  @SuppressWarnings("ReferenceEquality") // What has not changed is the same object.
  static CgroupSelection after(Optional<Published> last, Snapshot snapshot, int limit) {
    return last.filter(
            before ->
                before.snapshot().processes() == snapshot.processes()
                    && before.cgroups().limit() == limit)
        .map(Published::cgroups)
        .orElseGet(() -> of(snapshot, limit));
  }

  /** Selects. Where the limit bites, the cgroups with most processes come first. */
  static CgroupSelection of(Snapshot snapshot, int limit) {
    Map<CgroupPath, Integer> counts = new HashMap<>();
    Map<CgroupPath, Integer> removed = new TreeMap<>();
    Map<CgroupPath, Integer> inAny = new HashMap<>();
    IdentityHashMap<List<Membership>, Integer> places = new IdentityHashMap<>();
    for (ProcessInfo process : snapshot.processes()) {
      process
          .cgroup()
          .ifPresent(
              cgroup ->
                  (process.placement().removed() ? removed : counts)
                      .merge(cgroup, 1, Integer::sum));
      places.merge(process.memberships(), 1, Integer::sum);
    }
    places.forEach(
        (memberships, count) -> {
          for (Membership membership : memberships) {
            if (!membership.removed()) {
              inAny.merge(membership.cgroup(), count, Integer::sum);
            }
          }
        });
    Map<CgroupPath, Integer> inDefault = new TreeMap<>(counts);
    Set<CgroupPath> known = new TreeSet<>(inAny.keySet());
    if (known.size() > limit) {
      List<CgroupPath> byImportance = new ArrayList<>(inAny.keySet());
      byImportance.sort(
          Comparator.comparing((CgroupPath cgroup) -> !inDefault.containsKey(cgroup))
              .thenComparing(Comparator.comparing(inAny::get).reversed())
              .thenComparing(Comparator.naturalOrder()));
      known.clear();
      known.addAll(byImportance.subList(0, limit));
    }
    inDefault.keySet().retainAll(known);
    while (removed.size() > limit) {
      removed.keySet().remove(removed.keySet().iterator().next());
    }
    return new CgroupSelection(limit, inDefault, removed, known, inAny.size());
  }
}

package io.cgck.metrics;

import io.cgck.model.CgroupPath;
import io.cgck.scan.Census;
import java.util.ArrayList;
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
  static CgroupSelection after(Optional<Published> last, Census census, int limit) {
    return last.filter(before -> before.census() == census && before.cgroups().limit() == limit)
        .map(Published::cgroups)
        .orElseGet(() -> of(census, limit));
  }

  /** Selects. Where the limit bites, the cgroups with most processes come first. */
  static CgroupSelection of(Census census, int limit) {
    Map<CgroupPath, Integer> inAny = census.anywhere();
    Map<CgroupPath, Integer> removed = new TreeMap<>(census.removed());
    Map<CgroupPath, Integer> inDefault = new TreeMap<>(census.cgroups());
    Set<CgroupPath> known = new TreeSet<>(inAny.keySet());
    if (known.size() > limit) {
      List<CgroupPath> byImportance = new ArrayList<>(inAny.keySet());
      byImportance.sort(census.byImportance());
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

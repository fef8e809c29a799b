package io.cgck.scan;

import io.cgck.model.CgroupPath;
import io.cgck.model.Membership;
import io.cgck.procfs.ProcCgroup;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The different sets of cgroups that processes are in. Thousands of processes share a few hundred
 * of them, so one list stands for all that are equal, and what is worked out from it is worked out
 * once.
 */
final class SharedCgroups {
  private Map<List<ProcCgroup.Line>, List<ProcCgroup.Line>> byContent = new HashMap<>();
  private IdentityHashMap<List<ProcCgroup.Line>, List<Membership>> lastUsed =
      new IdentityHashMap<>();
  private IdentityHashMap<List<ProcCgroup.Line>, List<Membership>> used = new IdentityHashMap<>();

  /** Forgets what no process was in at the scan before. */
  void beginScan() {
    byContent = new HashMap<>();
    used.keySet().forEach(lines -> byContent.put(lines, lines));
    lastUsed = used;
    used = new IdentityHashMap<>();
  }

  /** The list that stands for all that are equal to this one. */
  List<ProcCgroup.Line> shared(List<ProcCgroup.Line> lines) {
    return byContent.computeIfAbsent(lines, same -> same);
  }

  /** The cgroups of a living process, from a shared list of absolute paths. */
  List<Membership> memberships(List<ProcCgroup.Line> shared) {
    return used.computeIfAbsent(
        shared,
        same -> Optional.ofNullable(lastUsed.get(same)).orElseGet(() -> memberships(same, false)));
  }

  /** The cgroups of any process, from absolute paths. */
  static List<Membership> memberships(List<ProcCgroup.Line> lines, boolean zombie) {
    return lines.stream()
        .map(
            line ->
                new Membership(
                    line.hierarchy(), new CgroupPath(line.pathOf(zombie)), line.isRemoved(zombie)))
        // Not toList(): a copy of what that gives is another list, and this one is to be shared.
        .collect(Collectors.toUnmodifiableList());
  }
}

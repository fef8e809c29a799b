package io.cgck.scan;

import io.cgck.model.CgroupPath;
import io.cgck.model.NamespaceId;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * How many processes are where. Immutable; places without processes are missing.
 *
 * @param cgroups processes in each cgroup of the default hierarchy
 * @param removed zombies in each removed cgroup of the default hierarchy
 * @param anywhere memberships in each cgroup of any hierarchy, without removed ones
 * @param mentioned the same with removed ones
 * @param namespaces processes in each namespace
 * @param partial processes of which something could not be read
 */
public record Census(
    Map<CgroupPath, Integer> cgroups,
    Map<CgroupPath, Integer> removed,
    Map<CgroupPath, Integer> anywhere,
    Map<CgroupPath, Integer> mentioned,
    Map<NamespaceId, Integer> namespaces,
    int partial) {
  static final Census EMPTY = new Census(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), 0);

  public Census {
    cgroups = copy(cgroups);
    removed = copy(removed);
    anywhere = copy(anywhere);
    mentioned = copy(mentioned);
    namespaces = copy(namespaces);
  }

  /**
   * Which cgroups come first where there is no room for all: those of the default hierarchy, then
   * the fullest, last those without processes.
   */
  public Comparator<CgroupPath> byImportance() {
    return Comparator.comparing((CgroupPath cgroup) -> !cgroups.containsKey(cgroup))
        .thenComparing(
            Comparator.comparing((CgroupPath cgroup) -> anywhere.getOrDefault(cgroup, 0))
                .reversed())
        .thenComparing(Comparator.naturalOrder());
  }

  private static <K> Map<K, Integer> copy(Map<K, Integer> counts) {
    return Collections.unmodifiableMap(new HashMap<>(counts));
  }
}

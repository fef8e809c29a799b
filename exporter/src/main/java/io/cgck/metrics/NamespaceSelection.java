package io.cgck.metrics;

import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import io.cgck.scan.Census;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which namespaces get series.
 *
 * @param shown by kind and inode
 * @param different how many there are of each kind
 * @param overLimit how many the limit leaves out
 */
record NamespaceSelection(
    List<Peopled> shown, Map<NamespaceKind, Integer> different, int overLimit) {
  NamespaceSelection {
    shown = List.copyOf(shown);
  }

  /** A namespace, and how many processes are in it. */
  record Peopled(NamespaceKind kind, long inode, int processes) {}

  /**
   * Selects. Where the limit bites, those in which most processes are come first.
   *
   * @param limit most of each kind
   */
  static NamespaceSelection of(Census census, int limit) {
    Map<NamespaceKind, Map<Long, Integer>> counts = new EnumMap<>(NamespaceKind.class);
    for (NamespaceKind kind : NamespaceKind.values()) {
      counts.put(kind, new TreeMap<>());
    }
    census.namespaces().forEach((namespace, count) -> add(namespace, count, counts));
    List<Peopled> shown = new ArrayList<>();
    Map<NamespaceKind, Integer> different = new EnumMap<>(NamespaceKind.class);
    int overLimit = 0;
    for (Map.Entry<NamespaceKind, Map<Long, Integer>> each : counts.entrySet()) {
      Map<Long, Integer> byInode = each.getValue();
      different.put(each.getKey(), byInode.size());
      overLimit += Math.max(0, byInode.size() - limit);
      mostPeopled(byInode, limit)
          .forEach((inode, count) -> shown.add(new Peopled(each.getKey(), inode, count)));
    }
    return new NamespaceSelection(shown, different, overLimit);
  }

  private static void add(
      NamespaceId namespace, int count, Map<NamespaceKind, Map<Long, Integer>> counts) {
    counts
        .computeIfAbsent(namespace.kind(), same -> new TreeMap<>())
        .merge(namespace.inode(), count, Integer::sum);
  }

  private static Map<Long, Integer> mostPeopled(Map<Long, Integer> byInode, int limit) {
    if (byInode.size() <= limit) {
      return byInode;
    }
    Map<Long, Integer> chosen = new TreeMap<>();
    byInode.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(limit)
        .forEach(entry -> chosen.put(entry.getKey(), entry.getValue()));
    return chosen;
  }
}

package io.cgck.expect;

import io.cgck.attribute.Attribution;
import io.cgck.match.Criterion;
import io.cgck.match.Matcher;
import io.cgck.model.CgroupPath;
import io.cgck.model.NamespaceId;
import io.cgck.model.ProcessInfo;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which of many expectations mean a process, without asking each: processes share command names,
 * cgroups and namespaces, so what holds for one of these is worked out once for all rules and kept.
 * Only what is left is asked about the rest, which differs from process to process.
 */
final class MatchIndex {
  /** Names are made by processes: whoever makes ever new ones must not fill the memory. */
  private static final int MOST_KEPT = 5_000;

  private final int size;
  private final List<List<Criterion>> byComm = new ArrayList<>();
  private final List<List<Criterion>> byCgroup = new ArrayList<>();
  private final List<List<Criterion>> byNamespace = new ArrayList<>();
  private final List<List<Criterion>> byDetails = new ArrayList<>();
  private final BitSet withoutPlace = new BitSet();
  private final Map<String, BitSet> commKept = new HashMap<>();
  private final Map<Optional<CgroupPath>, BitSet> cgroupKept = new HashMap<>();
  private final Map<Optional<NamespaceId>, BitSet> namespaceKept = new HashMap<>();

  MatchIndex(List<Expectation> expectations) {
    size = expectations.size();
    for (Expectation expectation : expectations) {
      List<Criterion> all = expectation.match().map(Matcher::criteria).orElse(List.of());
      byComm.add(all.stream().filter(Criterion.Comm.class::isInstance).toList());
      byCgroup.add(
          all.stream()
              .filter(criterion -> criterion.isAboutPlace() && !isNamespace(criterion))
              .toList());
      byNamespace.add(all.stream().filter(MatchIndex::isNamespace).toList());
      byDetails.add(
          all.stream().filter(c -> !c.isAboutPlace() && !(c instanceof Criterion.Comm)).toList());
      withoutPlace.set(byComm.size() - 1, all.stream().noneMatch(Criterion::isAboutPlace));
    }
  }

  private static boolean isNamespace(Criterion criterion) {
    return criterion instanceof Criterion.CgroupNamespace;
  }

  /**
   * The rules that mean a process.
   *
   * @param meantBefore the rules that meant this process before: it may have left the place that
   *     they name, and is still the one that was meant; those that mean it now are added
   */
  BitSet meaning(ProcessInfo process, Attribution attribution, BitSet meantBefore) {
    BitSet meant = (BitSet) holding(commKept, process.comm(), byComm, process, attribution).clone();
    BitSet here =
        (BitSet) holding(cgroupKept, process.cgroup(), byCgroup, process, attribution).clone();
    here.and(
        holding(namespaceKept, process.namespaces().cgroup(), byNamespace, process, attribution));
    here.or(withoutPlace);
    here.or(meantBefore);
    meant.and(here);
    for (int rule = meant.nextSetBit(0); rule >= 0; rule = meant.nextSetBit(rule + 1)) {
      if (!all(byDetails.get(rule), process, attribution)) {
        meant.clear(rule);
      }
    }
    meantBefore.or(meant);
    return meant;
  }

  private <K> BitSet holding(
      Map<K, BitSet> kept,
      K key,
      List<List<Criterion>> criteria,
      ProcessInfo process,
      Attribution attribution) {
    BitSet known = kept.get(key);
    if (known != null) {
      return known;
    }
    BitSet holding = new BitSet(size);
    for (int rule = 0; rule < size; rule++) {
      holding.set(rule, all(criteria.get(rule), process, attribution));
    }
    if (kept.size() >= MOST_KEPT) {
      kept.clear();
    }
    kept.put(key, holding);
    return holding;
  }

  private static boolean all(
      List<Criterion> criteria, ProcessInfo process, Attribution attribution) {
    for (Criterion criterion : criteria) {
      if (!criterion.matches(process, attribution)) {
        return false;
      }
    }
    return true;
  }
}

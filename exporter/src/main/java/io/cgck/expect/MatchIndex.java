package io.cgck.expect;

import io.cgck.attribute.Attribution;
import io.cgck.match.Criterion;
import io.cgck.match.Matcher;
import io.cgck.model.CgroupPath;
import io.cgck.model.NamespaceId;
import io.cgck.model.ProcessDetails;
import io.cgck.model.ProcessInfo;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which of many expectations mean a process, without asking each: processes share command names,
 * cgroups and namespaces, so what holds for one of these is worked out once for all rules and kept.
 * Only what is left is asked about the rest, which differs from process to process.
 */
final class MatchIndex {
  private final Shared<String> byComm;
  private final Shared<Optional<CgroupPath>> byCgroup;
  private final Shared<Optional<NamespaceId>> byNamespace;
  private final List<List<Criterion>> byDetails;
  private final BitSet withoutPlace = new BitSet();

  MatchIndex(List<Expectation> expectations) {
    List<List<Criterion>> all =
        expectations.stream()
            .map(each -> each.match().map(Matcher::criteria).orElse(List.of()))
            .toList();
    byComm = new Shared<>(only(all, Criterion.Comm.class::isInstance));
    byNamespace = new Shared<>(only(all, Criterion.CgroupNamespace.class::isInstance));
    byCgroup =
        new Shared<>(
            only(
                all,
                criterion ->
                    criterion.isAboutPlace() && !(criterion instanceof Criterion.CgroupNamespace)));
    byDetails = only(all, criterion -> !criterion.needs().isEmpty());
    for (int rule = 0; rule < all.size(); rule++) {
      withoutPlace.set(rule, all.get(rule).stream().noneMatch(Criterion::isAboutPlace));
    }
  }

  private static List<List<Criterion>> only(
      List<List<Criterion>> all, Predicate<Criterion> wanted) {
    return all.stream().map(criteria -> criteria.stream().filter(wanted).toList()).toList();
  }

  /** What is remembered of one process. */
  static final class Memory {
    private final BitSet meantBefore = new BitSet();
    private Optional<Details> details = Optional.empty();

    /** The rules that meant this process when they were last asked. */
    BitSet meantBefore() {
      return meantBefore;
    }

    /** Whether the details fit a rule; arguments can be long, so the same ones are asked once. */
    private boolean holds(
        int rule, List<Criterion> criteria, ProcessInfo process, Attribution attribution) {
      if (criteria.isEmpty()) {
        return true;
      }
      Details known = about(process.details());
      if (!known.asked.get(rule)) {
        known.asked.set(rule);
        known.held.set(rule, all(criteria, process, attribution));
      }
      return known.held.get(rule);
    }

    @SuppressWarnings("ReferenceEquality") // The scanner keeps the object as long as it is equal.
    private Details about(ProcessDetails now) {
      Details known = details.filter(last -> last.about == now).orElseGet(() -> new Details(now));
      details = Optional.of(known);
      return known;
    }
  }

  /** Which rules were asked about details of a process, and held. Few rules ask for any. */
  private static final class Details {
    private final ProcessDetails about;
    private final BitSet asked = new BitSet();
    private final BitSet held = new BitSet();

    Details(ProcessDetails about) {
      this.about = about;
    }
  }

  /**
   * The rules that mean a process.
   *
   * @param memory of this process: it may have left the place that a rule names, and is still the
   *     one that was meant; the rules that mean it now are added
   */
  BitSet meaning(ProcessInfo process, Attribution attribution, Memory memory) {
    BitSet here = (BitSet) byCgroup.holding(process.cgroup(), process, attribution).clone();
    here.and(byNamespace.holding(process.namespaces().cgroup(), process, attribution));
    here.or(withoutPlace);
    here.or(memory.meantBefore);
    here.and(byComm.holding(process.comm(), process, attribution));
    for (int rule = here.nextSetBit(0); rule >= 0; rule = here.nextSetBit(rule + 1)) {
      if (!memory.holds(rule, byDetails.get(rule), process, attribution)) {
        here.clear(rule);
      }
    }
    memory.meantBefore.or(here);
    return here;
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

  /** What holds for all processes with the same value. */
  private static final class Shared<K> {
    /** Names are made by processes: whoever makes ever new ones must not fill the memory. */
    private static final int MOST_KEPT = 2_000;

    private final List<List<Criterion>> criteria;
    private final Map<K, BitSet> kept = new HashMap<>();

    Shared(List<List<Criterion>> criteria) {
      this.criteria = criteria;
    }

    /** The rules of which all criteria hold; not to be changed. */
    BitSet holding(K key, ProcessInfo process, Attribution attribution) {
      BitSet known = kept.get(key);
      if (known != null) {
        return known;
      }
      BitSet holding = new BitSet(criteria.size());
      for (int rule = 0; rule < criteria.size(); rule++) {
        holding.set(rule, all(criteria.get(rule), process, attribution));
      }
      if (kept.size() >= MOST_KEPT) {
        kept.clear();
      }
      kept.put(key, holding);
      return holding;
    }
  }
}

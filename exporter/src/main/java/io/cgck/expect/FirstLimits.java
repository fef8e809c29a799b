package io.cgck.expect;

import io.cgck.model.CgroupPath;
import io.cgck.model.LimitKind;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What limits were when they were first seen.
 *
 * <p>Paths are made by whoever makes cgroups: ever new ones must not fill the memory. Of those that
 * are gone as many are remembered as there is room for, those seen last; of those that are there,
 * all.
 */
final class FirstLimits {
  /** About 2 MB. */
  private static final int MOST_GONE = 10_000;

  /** Those that were not seen for longest come first. */
  private final Map<Key, First> all = new LinkedHashMap<>(16, 0.75f, true);

  private long look;

  private record Key(String rule, CgroupPath cgroup, LimitKind kind) {}

  /**
   * A first value.
   *
   * @param settled whether it stands, because it was there before cgck or was the same twice
   * @param seenAt the last look at which it was asked for
   */
  private record First(double value, boolean settled, long seenAt) {}

  /**
   * What a limit was at first.
   *
   * @param now what it is
   */
  double of(String rule, CgroupPath cgroup, LimitKind kind, double now) {
    First first =
        all.compute(
            new Key(rule, cgroup, kind),
            (key, known) -> {
              if (known == null) {
                return new First(now, look == 0, look);
              }
              return known.settled
                  ? new First(known.value, true, look)
                  : new First(now, now == known.value, look);
            });
    return first.value;
  }

  /** Forgets all that an expectation has seen. */
  void forget(String rule) {
    all.keySet().removeIf(key -> key.rule.equals(rule));
  }

  /** Ends a look, in which all cgroups were asked for that are there. */
  void endLook() {
    Iterator<First> eldest = all.values().iterator();
    for (int tooMany = all.size() - MOST_GONE; tooMany > 0; tooMany--) {
      if (!eldest.hasNext() || eldest.next().seenAt == look) {
        break;
      }
      eldest.remove();
    }
    look++;
  }
}

package io.cgck.scan;

import com.google.errorprone.annotations.CheckReturnValue;
import io.cgck.model.CgroupPath;
import io.cgck.model.Mover;
import io.cgck.model.ProcessId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Events that wait for the scanning thread. Of each process so many are kept as they are; of more
 * only how often it went from where to where, so that a storm of events takes no more memory and
 * work than the processes that it is about. Belongs to whoever holds its lock.
 */
final class PendingMoves {
  private final int mostOfOne;
  private final int mostInAll;
  private final int mostKept;
  private final Map<Long, Chain> chains = new LinkedHashMap<>();
  private int kept;
  private long merged;

  /**
   * Makes an empty one.
   *
   * @param mostOfOne events of one process in one hierarchy that are kept as they are
   * @param mostInAll events of all processes that are kept as they are
   * @param mostKept what is kept in all, also of merged ones
   */
  PendingMoves(int mostOfOne, int mostInAll, int mostKept) {
    this.mostOfOne = mostOfOne;
    this.mostInAll = mostInAll;
    this.mostKept = mostKept;
  }

  private record Way(CgroupPath from, CgroupPath to) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Way that && from.equals(that.from) && to.equals(that.to);
    }

    @Override
    public int hashCode() {
      return 31 * from.hashCode() + to.hashCode();
    }
  }

  /** The events of one process in one hierarchy, in their order. */
  private static final class Chain {
    private final List<Attachment> steps = new ArrayList<>();
    private final Map<Way, Attachment> ways = new LinkedHashMap<>();
    private Optional<CgroupPath> last = Optional.empty();
  }

  /** Adds an event; false if there is no room for it. */
  @CheckReturnValue
  boolean add(
      int pid,
      String comm,
      int hierarchy,
      CgroupPath to,
      Optional<ProcessId> process,
      long nanos,
      Mover mover) {
    long key = (long) pid << Integer.SIZE | hierarchy;
    Chain chain = chains.get(key);
    if (chain == null) {
      if (kept >= mostKept) {
        return false;
      }
      chain = new Chain();
      chains.put(key, chain);
    }
    Optional<CgroupPath> from = chain.last;
    if (from.isPresent() && from.get().equals(to)) {
      // It was moved to where it is, which is no move.
      return true;
    }
    boolean alone =
        from.isEmpty()
            || (chain.ways.isEmpty() && chain.steps.size() < mostOfOne && kept < mostInAll);
    if (alone) {
      chain.steps.add(new Attachment(pid, comm, hierarchy, from, to, process, nanos, mover, 1));
      kept++;
    } else {
      Way way = new Way(from.get(), to);
      Attachment before = chain.ways.get(way);
      if (before == null && kept >= mostKept) {
        return false;
      }
      if (before == null) {
        kept++;
      }
      long times = before == null ? 1 : before.times() + 1;
      chain.ways.put(
          way, new Attachment(pid, comm, hierarchy, from, to, process, nanos, mover, times));
      merged++;
    }
    chain.last = Optional.of(to);
    return true;
  }

  /** How many events were merged so far. */
  long merged() {
    return merged;
  }

  boolean isEmpty() {
    return chains.isEmpty();
  }

  /**
   * Takes all of them: those of a process in one hierarchy in their order, those that were merged
   * after those that were not, and of these the one last that happened last.
   */
  List<Attachment> take() {
    List<Attachment> all = new ArrayList<>(kept);
    for (Chain chain : chains.values()) {
      all.addAll(chain.steps);
      chain.ways.values().stream()
          .sorted(Comparator.comparingLong(Attachment::nanos))
          .forEach(all::add);
    }
    chains.clear();
    kept = 0;
    return all;
  }
}

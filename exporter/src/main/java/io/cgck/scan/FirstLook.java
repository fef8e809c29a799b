package io.cgck.scan;

import static java.util.Objects.requireNonNull;

import io.cgck.model.Hierarchy;
import io.cgck.model.Mover;
import io.cgck.model.ProcessId;
import io.cgck.tracefs.TraceRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;

/**
 * Who has moved whom, looked up as soon as an event is read: many a mover is a shell that ends at
 * once, and so are the first processes of container runtimes. Belongs to one thread.
 */
final class FirstLook {
  private static final int MOST_LOOKUPS = 200;

  /**
   * When the kernel is asked for the name of a mover that has ended. It notes the name when the CPU
   * turns from the mover to another thread, which may be after the mover is gone from {@code
   * /proc}; and it does so only if nobody holds the lock that asking takes ({@code
   * trace_save_cmdline()}), so nobody should ask at that very moment.
   */
  private static final List<Duration> ASKING_AFTER =
      List.of(Duration.ofMillis(1), Duration.ofMillis(4));

  private final MoverLookup lookup;
  private final KeptNames keptNames;
  private final IntPredicate known;
  private final Map<Integer, Mover> movers = new HashMap<>();
  private final Map<Integer, ProcessId> newcomers = new HashMap<>();
  private final Set<Integer> threads = new HashSet<>();

  /** The names that the kernel keeps of threads that have ended. */
  @FunctionalInterface
  interface KeptNames {
    Map<Integer, String> of(Collection<Integer> threads);
  }

  /**
   * Makes one that has seen nothing.
   *
   * @param known tells the PIDs of processes that a scan has seen
   */
  FirstLook(MoverLookup lookup, KeptNames keptNames, IntPredicate known) {
    this.lookup = requireNonNull(lookup, "lookup is null");
    this.keptNames = requireNonNull(keptNames, "keptNames is null");
    this.known = requireNonNull(known, "known is null");
  }

  /**
   * Looks who has caused events, and whom they are about.
   *
   * @param hierarchy in which the places of movers are wanted
   */
  void at(List<TraceRecord> events, Optional<Hierarchy> hierarchy) {
    Set<Integer> ended = new HashSet<>();
    for (TraceRecord each : events) {
      if (each instanceof TraceRecord.Attached attached) {
        lookAtMover(attached, hierarchy, ended);
      }
    }
    for (TraceRecord each : events) {
      if (each instanceof TraceRecord.Attached attached) {
        lookAtMoved(attached.moved());
      }
    }
    askForNames(ended);
  }

  private void lookAtMover(
      TraceRecord.Attached event, Optional<Hierarchy> hierarchy, Set<Integer> ended) {
    int thread = event.thread();
    if (movers.containsKey(thread)) {
      return;
    }
    if (movers.size() >= MOST_LOOKUPS) {
      // The kernel may know all of them at once.
      ended.add(thread);
      return;
    }
    Optional<Mover> found = lookup.of(thread, hierarchy);
    if (thread == event.moved()) {
      // The event says what it was called when it moved itself, and not what it became since.
      movers.put(thread, new Mover(thread, event.comm(), found.flatMap(Mover::cgroup)));
    } else {
      movers.put(thread, found.orElseGet(() -> unknown(thread)));
      if (found.isEmpty()) {
        ended.add(thread);
      }
    }
  }

  /** By {@code cgroup.threads} also single threads are moved, whose process stays. */
  private void lookAtMoved(int moved) {
    if (known.test(moved)
        || newcomers.containsKey(moved)
        || threads.contains(moved)
        || newcomers.size() + threads.size() >= MOST_LOOKUPS) {
      return;
    }
    OptionalInt process = lookup.processOf(moved);
    if (process.isPresent() && process.getAsInt() != moved) {
      threads.add(moved);
    } else {
      // It may be gone when it is looked at again.
      lookup.identity(moved).ifPresent(id -> newcomers.put(moved, id));
    }
  }

  private void askForNames(Set<Integer> ended) {
    for (Duration pause : ASKING_AFTER) {
      if (ended.isEmpty()) {
        return;
      }
      LockSupport.parkNanos(pause.toNanos());
      Map<Integer, String> names = keptNames.of(ended);
      names.forEach(
          (thread, name) -> movers.put(thread, new Mover(thread, name, Optional.empty())));
      ended.removeAll(names.keySet());
    }
  }

  private static Mover unknown(int thread) {
    return new Mover(thread, "", Optional.empty());
  }

  Mover moverOf(TraceRecord.Attached event) {
    return movers.getOrDefault(event.thread(), unknown(event.thread()));
  }

  /** Whether it is a process that was moved, and not one of its threads. */
  boolean isOfProcess(TraceRecord.Attached event) {
    return !threads.contains(event.moved());
  }

  /** Who was moved, where no scan had seen it. */
  Optional<ProcessId> newcomer(TraceRecord.Attached event) {
    return Optional.ofNullable(newcomers.get(event.moved()));
  }

  /** Forgets all but what events are about that are not handed on yet. */
  void forgetAllBut(List<TraceRecord> held) {
    Set<Integer> actors = new HashSet<>();
    Set<Integer> moved = new HashSet<>();
    for (TraceRecord each : held) {
      actors.add(each.thread());
      if (each instanceof TraceRecord.Attached attached) {
        moved.add(attached.moved());
      }
    }
    movers.keySet().retainAll(actors);
    newcomers.keySet().retainAll(moved);
    threads.retainAll(moved);
  }
}

package io.cgck.scan;

import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.Membership;
import io.cgck.model.Move;
import io.cgck.model.Mover;
import io.cgck.model.ProcessId;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Joins what snapshots and events say of moves, so that each one counts once.
 *
 * <p>It follows every process from place to place. An event whose place the process is already
 * known to be in says nothing new: a scan has seen the move before its event was read. Where events
 * explain how a process came to where the snapshot has it, the snapshot says nothing new; where
 * they do not, for example because some were lost, the rest of the way is a move that the scan
 * noticed. An event is written only after its move can be seen in {@code /proc}, and all events
 * until the end of the scan are read after it: so a place that they do not lead to was reached
 * without an event, or its event comes next time.
 *
 * <p>Belongs to one thread.
 */
public final class Movement {
  /** Places of one process that it may come back to; more are forgotten. */
  private static final int MOST_LEFT = 8;

  /** Of {@code USER_HZ}, of which a second has 100 on all architectures of the JDK. */
  private static final long NANOS_OF_A_TICK = 10_000_000;

  /** Processes that came and went between two scans are never known to have ended. */
  private static final int MOST_TRAVELLERS = 10_000;

  private final Map<Key, CgroupPath> ahead = new HashMap<>();
  private final Map<Key, Map<CgroupPath, Instant>> left = new HashMap<>();

  private record Key(ProcessId process, int hierarchy) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key that
          && hierarchy == that.hierarchy
          && process.equals(that.process);
    }

    @Override
    public int hashCode() {
      return 31 * process.hashCode() + hierarchy;
    }
  }

  /** A process in one hierarchy, and where it was there. */
  private record Subject(
      ProcessId id, String comm, OptionalInt uid, Hierarchy hierarchy, Optional<CgroupPath> from) {}

  /**
   * The moves between two snapshots, by PID and time.
   *
   * @param before empty if {@code now} is the first snapshot: then there is no move
   * @param batch events until the end of the scan that made {@code now}
   */
  public List<Move> between(
      Optional<Snapshot> before, Snapshot now, Changes changes, TraceBatch batch) {
    changes.ended().forEach(this::forget);
    if (before.isEmpty()) {
      return List.of();
    }
    if (batch.attachments().isEmpty() && ahead.isEmpty()) {
      return Moves.among(changes, now.takenAt());
    }
    Known known = new Known(before.get().processes(), now.processes());
    List<Move> moves = new ArrayList<>();
    Map<Key, CgroupPath> reached = follow(batch, now, known, moves);
    compare(now, changes, known, reached, moves);
    // Events told of those that have ended, too.
    changes.ended().forEach(this::forget);
    moves.sort(
        Comparator.comparingInt((Move move) -> move.process().pid()).thenComparing(Move::time));
    return List.copyOf(moves);
  }

  /** The processes of two snapshots, which both have them by PID. */
  private record Known(List<ProcessInfo> before, List<ProcessInfo> now) {
    Optional<ProcessInfo> now(int pid) {
      return ProcessInfo.find(now, pid);
    }

    Optional<ProcessInfo> before(int pid) {
      return ProcessInfo.find(before, pid);
    }

    /** The same process as it was. */
    Optional<ProcessInfo> before(ProcessInfo process) {
      return before(process.pid()).filter(was -> was.id().equals(process.id()));
    }
  }

  /** For how many processes, in so many hierarchies, it remembers something. */
  int remembered() {
    return left.size() + ahead.size();
  }

  private void forget(ProcessInfo process) {
    ahead.keySet().removeIf(key -> key.process().equals(process.id()));
    if (!left.isEmpty()) {
      process.memberships().forEach(of -> left.remove(new Key(process.id(), of.hierarchy().id())));
    }
  }

  /** Goes along with the events; gives the last place of each process that they are about. */
  private Map<Key, CgroupPath> follow(
      TraceBatch batch, Snapshot now, Known known, List<Move> moves) {
    Map<Integer, Hierarchy> hierarchies = new HashMap<>();
    now.hierarchies().forEach(hierarchy -> hierarchies.put(hierarchy.id(), hierarchy));
    Map<Key, CgroupPath> reached = new HashMap<>();
    for (Attachment attachment : batch.attachments()) {
      Hierarchy hierarchy = hierarchies.get(attachment.hierarchy());
      Optional<ProcessInfo> process =
          known.now(attachment.pid()).or(() -> known.before(attachment.pid()));
      if (hierarchy == null) {
        // It came and went between two scans.
        continue;
      }
      ProcessId id =
          process.map(ProcessInfo::id).or(attachment::process).orElseGet(() -> gone(attachment));
      Key key = new Key(id, hierarchy.id());
      Optional<CgroupPath> from =
          attachment
              .from()
              .or(() -> Optional.ofNullable(reached.get(key)))
              .or(() -> Optional.ofNullable(ahead.get(key)))
              .or(() -> process.flatMap(known::before).flatMap(was -> place(was, hierarchy)));
      reached.put(key, attachment.to());
      if (!from.equals(Optional.of(attachment.to()))) {
        Mover named = named(attachment.mover(), known.before(attachment.mover().pid()));
        Mover mover =
            named.pid() == id.pid() && now.defaultHierarchy().equals(Optional.of(hierarchy))
                ? whence(named, from)
                : named;
        Subject subject =
            new Subject(
                id,
                // As in the snapshot: what it was called then may have been another program.
                process.map(ProcessInfo::comm).orElse(attachment.comm()),
                process.map(of -> of.details().uid()).orElse(OptionalInt.empty()),
                hierarchy,
                from);
        moves.add(move(subject, mover, attachment, batch.timeOf(attachment)));
      }
    }
    return reached;
  }

  /** Who moves itself is found where it went; who that was says the place that it came from. */
  private static Mover whence(Mover self, Optional<CgroupPath> from) {
    return from.isPresent() ? new Mover(self.pid(), self.comm(), from) : self;
  }

  /**
   * A process that had ended before anybody could look when it began, as the first ones of
   * container runtimes have. It lived when it was moved: that has to tell it from others with its
   * PID.
   */
  private static ProcessId gone(Attachment attachment) {
    return new ProcessId(attachment.pid(), attachment.nanos() / NANOS_OF_A_TICK);
  }

  private Move move(Subject subject, Mover mover, Attachment attachment, Instant time) {
    Key key = new Key(subject.id(), subject.hierarchy().id());
    if (left.size() >= MOST_TRAVELLERS) {
      left.clear();
    }
    Map<CgroupPath, Instant> places = left.computeIfAbsent(key, same -> new LinkedHashMap<>());
    Optional<Duration> away =
        Optional.ofNullable(places.get(attachment.to()))
            .map(since -> Duration.between(since, time));
    if (away.isPresent()) {
      endTrip(places, attachment.to());
    } else {
      subject.from().ifPresent(from -> leave(places, from, time));
    }
    if (places.isEmpty()) {
      left.remove(key);
    }
    return new Move(
        subject.id(),
        subject.comm(),
        subject.uid(),
        subject.hierarchy(),
        subject.from(),
        attachment.to(),
        time,
        new Move.Traced(mover, attachment.times(), away));
  }

  /** What it passed on its way is not where it belongs. */
  private static void endTrip(Map<CgroupPath, Instant> places, CgroupPath home) {
    boolean passed = false;
    Iterator<CgroupPath> each = places.keySet().iterator();
    while (each.hasNext()) {
      passed |= each.next().equals(home);
      if (passed) {
        each.remove();
      }
    }
  }

  private static void leave(Map<CgroupPath, Instant> places, CgroupPath from, Instant time) {
    if (places.size() >= MOST_LEFT) {
      places.remove(places.keySet().iterator().next());
    }
    places.put(from, time);
  }

  /** Compares where events have led with where the snapshot has the processes. */
  private void compare(
      Snapshot now, Changes changes, Known known, Map<Key, CgroupPath> reached, List<Move> moves) {
    Map<Key, Set<CgroupPath>> way = new HashMap<>();
    Map<Key, Instant> lastTime = new HashMap<>();
    for (Move move : moves) {
      Key key = new Key(move.process(), move.hierarchy().id());
      Set<CgroupPath> places = way.computeIfAbsent(key, same -> new HashSet<>());
      move.from().ifPresent(places::add);
      places.add(move.to());
      lastTime.merge(key, move.time(), Movement::later);
    }
    Set<ProcessInfo> subjects = new LinkedHashSet<>();
    changes.changed().forEach(change -> subjects.add(change.now()));
    for (Key key : reached.keySet()) {
      known.now(key.process().pid()).ifPresent(subjects::add);
    }
    for (Key key : ahead.keySet()) {
      known
          .now(key.process().pid())
          .filter(process -> process.id().equals(key.process()))
          .ifPresent(subjects::add);
    }
    Map<Key, CgroupPath> stillAhead = new HashMap<>();
    for (ProcessInfo process : subjects) {
      // A zombie cannot be moved: what changes with its end is no move.
      for (Membership membership :
          process.zombie() ? List.<Membership>of() : process.memberships()) {
        Key key = new Key(process.id(), membership.hierarchy().id());
        Optional<CgroupPath> expected =
            Optional.ofNullable(reached.get(key))
                .or(() -> Optional.ofNullable(ahead.get(key)))
                .or(
                    () ->
                        known
                            .before(process)
                            .flatMap(before -> place(before, membership.hierarchy())));
        if (expected.isEmpty() || expected.get().equals(membership.cgroup())) {
          continue;
        }
        if (way.getOrDefault(key, Set.of()).contains(membership.cgroup())) {
          // It went on after the scan had looked at it.
          stillAhead.put(key, expected.get());
        } else {
          moves.add(
              new Move(
                  process.id(),
                  process.comm(),
                  process.details().uid(),
                  membership.hierarchy(),
                  expected,
                  membership.cgroup(),
                  // It comes after what events told, also where these came during the scan.
                  later(lastTime.getOrDefault(key, now.takenAt()), now.takenAt()),
                  new Move.Scanned()));
        }
      }
    }
    ahead.clear();
    ahead.putAll(stillAhead);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Optional<CgroupPath> place(ProcessInfo process, Hierarchy hierarchy) {
    for (Membership membership : process.memberships()) {
      if (membership.hierarchy().equals(hierarchy)) {
        return Optional.of(membership.cgroup());
      }
    }
    return Optional.empty();
  }

  /** Names who moved, for movers that had ended, by what the scan knew of them. */
  static Mover named(Mover mover, Optional<ProcessInfo> known) {
    return mover.cgroup().isPresent()
        ? mover
        : new Mover(
            mover.pid(),
            mover.comm().isEmpty() ? known.map(ProcessInfo::comm).orElse("") : mover.comm(),
            known.flatMap(ProcessInfo::cgroup));
  }
}

package io.cgck.explain;

import static java.util.Objects.requireNonNull;

import io.cgck.model.Move;
import io.cgck.model.Mover;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The latest moves that may be told, at most so many, each with an ID that none had before; and
 * whoever listens hears of new ones. Safe for use by several threads; who reads never makes the one
 * wait that adds, which is the one that scans.
 */
public final class MoveFeed {
  private final int capacity;
  private final long epoch;
  private final Deque<Told> latest = new ArrayDeque<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private long count;
  private long forgotten;
  private long withheld;
  private volatile Held held = new Held(new Contents(List.of(), 0, 0), 0);

  /**
   * Makes an empty one.
   *
   * @param capacity how many moves it keeps
   * @param epoch another one for each daemon, since IDs are told to clients that outlive it
   */
  public MoveFeed(int capacity, long epoch) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity is not positive: " + capacity);
    }
    this.capacity = capacity;
    this.epoch = epoch;
  }

  /**
   * A move that may be told.
   *
   * @param number one more than that of the move before
   * @param epoch of the daemon that told it
   * @param mover as far as it may be told
   */
  public record Told(long epoch, long number, MoveRows.Row row, Optional<KnownMover> mover) {
    public Told {
      requireNonNull(row, "row is null");
      requireNonNull(mover, "mover is null");
    }

    /** Unique among all daemons of a host, and in the order of the moves. */
    public String id() {
      return epoch + "-" + number;
    }
  }

  /**
   * Who moved a process.
   *
   * @param name its command name and unit may be told
   * @param process its PID and cgroup may be told, too
   */
  public record KnownMover(Mover mover, boolean name, boolean process) {}

  /** What may be told of moves. */
  public interface Discretion {
    /** Whether the process that was moved is shown. */
    boolean shows(Move move);

    /** Whether the command name and unit of a mover are shown. */
    boolean showsName(Mover mover);

    /** Whether the mover is among the processes shown. */
    boolean showsProcess(Mover mover);
  }

  /**
   * What the feed holds at one moment.
   *
   * @param moves the oldest first
   * @param forgotten older ones for which there is no room any more, and those that were told while
   *     other processes were shown
   * @param withheld those that may not be told
   */
  public record Contents(List<Told> moves, long forgotten, long withheld) {
    public Contents {
      moves = List.copyOf(moves);
    }
  }

  /**
   * What readers see.
   *
   * @param last number of the last move that was told
   */
  private record Held(Contents contents, long last) {}

  /** A move that may be told and has no number yet. */
  private record Fresh(MoveRows.Row row, Optional<KnownMover> mover) {}

  /**
   * What came after a move.
   *
   * @param moves the oldest first
   * @param missed how many are forgotten that came between, or all that are if the ID is of another
   *     daemon
   */
  public record Since(List<Told> moves, long missed) {
    public Since {
      moves = List.copyOf(moves);
    }
  }

  /** Adds moves, and forgets the oldest where there is no room. */
  public void add(List<Move> moves, Discretion discretion) {
    if (moves.isEmpty()) {
      return;
    }
    List<MoveRows.Row> rows = MoveRows.of(moves);
    List<Fresh> news =
        rows.stream()
            .filter(row -> discretion.shows(row.move()))
            .map(row -> new Fresh(row, known(row, discretion)))
            .toList();
    add(news, rows.size() - news.size());
    if (!news.isEmpty()) {
      listeners.forEach(Runnable::run);
    }
  }

  private static Optional<KnownMover> known(MoveRows.Row row, Discretion discretion) {
    return row.mover()
        .map(who -> new KnownMover(who, discretion.showsName(who), discretion.showsProcess(who)))
        .filter(known -> known.name() || known.process());
  }

  private synchronized void add(List<Fresh> news, int others) {
    withheld += others;
    for (Fresh fresh : news) {
      if (latest.size() == capacity) {
        latest.removeFirst();
        forgotten++;
      }
      latest.addLast(new Told(epoch, ++count, fresh.row(), fresh.mover()));
    }
    held = new Held(new Contents(List.copyOf(latest), forgotten, withheld), count);
  }

  /** Forgets all moves; those that come later have the IDs that they would have had. */
  public synchronized void forgetAll() {
    forgotten += latest.size();
    latest.clear();
    held = new Held(new Contents(List.of(), forgotten, withheld), count);
  }

  /** The moves kept, and how many are not. */
  public Contents contents() {
    return held.contents();
  }

  /** How many moves were told so far: the number of the last one. */
  public long lastNumber() {
    return held.last();
  }

  /** The moves after one with a number, as many as are kept. */
  public Since after(long number) {
    Held now = held;
    List<Told> kept = now.contents().moves();
    // Numbers have no gaps.
    long missed = Math.max(0, now.last() - kept.size() - number);
    long fresh = Math.clamp(now.last() - number, 0, kept.size());
    return new Since(kept.subList((int) (kept.size() - fresh), kept.size()), missed);
  }

  /**
   * The number in the ID of a move that was told; 0 if another daemon told it; empty if it is no
   * ID.
   */
  public Optional<Long> numberOf(String id) {
    if (!id.matches("[0-9]{1,18}-[0-9]{1,18}")) {
      return Optional.empty();
    }
    int dash = id.indexOf('-');
    long number = Long.parseLong(id.substring(dash + 1));
    boolean own = Long.parseLong(id.substring(0, dash)) == epoch && number <= lastNumber();
    return Optional.of(own ? number : 0);
  }

  /** Runs something after every addition, on the thread that adds: it must be quick. */
  public void listen(Runnable listener) {
    listeners.add(listener);
  }

  /** Runs it no longer. */
  public void forget(Runnable listener) {
    listeners.remove(listener);
  }
}

package io.cgck.scan;

import io.cgck.model.Move;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The latest moves, at most so many, for whoever asks later. Safe for use by several threads. */
public final class MoveLog {
  private final int capacity;
  private final Deque<Move> latest = new ArrayDeque<>();
  private long forgotten;

  /**
   * Makes an empty one.
   *
   * @param capacity how many moves it keeps
   */
  public MoveLog(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity is not positive: " + capacity);
    }
    this.capacity = capacity;
  }

  /** What the log holds at one moment. */
  public record Contents(List<Move> latestFirst, long forgotten) {
    public Contents {
      latestFirst = List.copyOf(latestFirst);
    }
  }

  /** Adds moves, and forgets the oldest where there is no room. */
  public synchronized void add(List<Move> moves) {
    for (Move move : moves) {
      if (latest.size() == capacity) {
        latest.removeLast();
        forgotten++;
      }
      latest.addFirst(move);
    }
  }

  /** The moves kept, the latest first, and how many older ones were forgotten. */
  public synchronized Contents contents() {
    return new Contents(new ArrayList<>(latest), forgotten);
  }
}

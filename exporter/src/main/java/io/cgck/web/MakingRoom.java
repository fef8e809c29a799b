package io.cgck.web;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * While all places are taken, closes connections on which no request and no response was completed
 * for a while, one after the other, beginning with the one that has been so for longest. Those who
 * let a byte trickle now and then are not idle, and would keep everybody else out. A {@link
 * LongResponse} is let alone.
 */
final class MakingRoom implements Connection.Listener {
  /** Between two that are closed. */
  private static final Duration PACE = Duration.ofMillis(20);

  private final NetworkConnectionLimit limit;
  private final Scheduler scheduler;
  private final Duration patience;
  private final Map<Connection, Progress> open = new ConcurrentHashMap<>();
  private final AtomicBoolean looking = new AtomicBoolean();

  /**
   * How far a connection had got.
   *
   * @param messages requests and responses
   * @param since when it was first seen to be so far
   */
  private record Progress(long messages, long since) {
    static Progress now(Connection connection) {
      return new Progress(StalledConnections.messages(connection), System.nanoTime());
    }
  }

  MakingRoom(NetworkConnectionLimit limit, Scheduler scheduler, Duration patience) {
    this.limit = limit;
    this.scheduler = scheduler;
    this.patience = patience;
  }

  @Override
  public void onOpened(Connection connection) {
    open.put(connection, Progress.now(connection));
    lookLaterIfFull();
  }

  @Override
  public void onClosed(Connection connection) {
    open.remove(connection);
  }

  private void lookLaterIfFull() {
    if (ImpatienceWhenFull.isFull(limit) && !looking.getAndSet(true)) {
      scheduler.schedule(this::look, PACE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    looking.set(false);
    if (ImpatienceWhenFull.isFull(limit)) {
      open.replaceAll(
          (connection, before) -> {
            Progress now = Progress.now(connection);
            return now.messages() == before.messages() ? before : now;
          });
      longestStalled().ifPresent(connection -> connection.getEndPoint().close());
    }
    lookLaterIfFull();
  }

  private Optional<Connection> longestStalled() {
    long now = System.nanoTime();
    return open.entrySet().stream()
        .filter(entry -> now - entry.getValue().since() > patience.toNanos())
        .filter(entry -> !LongResponse.goesOn(entry.getKey()))
        .min(Comparator.comparingLong(entry -> entry.getValue().since() - now))
        .map(Map.Entry::getKey);
  }
}

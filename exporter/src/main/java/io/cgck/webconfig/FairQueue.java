package io.cgck.webconfig;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Work for one thread, in which clients take turns: however much one of them brings, another waits
 * for one piece of it only.
 */
final class FairQueue implements AutoCloseable {
  /** As many as there can be connections; see the limits of the web server. */
  private static final int PLACES = 64;

  private static final int THREAD_IDLE_SECONDS = 60;

  private final ThreadPoolExecutor thread;

  /** By client, in the order of their turns. */
  private final Map<String, Deque<Work>> waiting = new LinkedHashMap<>();

  private int places = PLACES;
  private boolean working;

  /**
   * A piece of it.
   *
   * @param refuse is run if it never gets its turn
   */
  private record Work(Runnable run, Runnable refuse) {}

  FairQueue(String name, Runnable firstOfThread) {
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            THREAD_IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work ->
                Thread.ofPlatform()
                    .name(name)
                    .daemon()
                    .unstarted(
                        () -> {
                          firstOfThread.run();
                          work.run();
                        }));
    thread.allowCoreThreadTimeOut(true);
  }

  /** Runs something in its turn, or refuses it, or something of a client that has more waiting. */
  void add(String client, Runnable run, Runnable refuse) {
    Runnable refused = () -> {};
    synchronized (this) {
      if (places == 0) {
        Deque<Work> longest = longest();
        Deque<Work> own = waiting.get(client);
        if (longest.size() <= (own == null ? 1 : own.size())) {
          refused = refuse;
        } else {
          refused = longest.removeLast().refuse();
          places++;
        }
      }
      if (places > 0) {
        places--;
        waiting.computeIfAbsent(client, one -> new ArrayDeque<>()).add(new Work(run, refuse));
        if (!working) {
          working = true;
          thread.execute(this::work);
        }
      }
    }
    refused.run();
  }

  private Deque<Work> longest() {
    Deque<Work> longest = new ArrayDeque<>();
    for (Deque<Work> one : waiting.values()) {
      if (one.size() > longest.size()) {
        longest = one;
      }
    }
    return longest;
  }

  private void work() {
    for (Optional<Runnable> next = next(); next.isPresent(); next = next()) {
      next.get().run();
    }
  }

  private synchronized Optional<Runnable> next() {
    Iterator<Map.Entry<String, Deque<Work>>> turns = waiting.entrySet().iterator();
    if (!turns.hasNext()) {
      working = false;
      return Optional.empty();
    }
    Map.Entry<String, Deque<Work>> turn = turns.next();
    String client = turn.getKey();
    Deque<Work> its = turn.getValue();
    turns.remove();
    Runnable run = its.removeFirst().run();
    places++;
    if (!its.isEmpty()) {
      waiting.put(client, its);
    }
    return Optional.of(run);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

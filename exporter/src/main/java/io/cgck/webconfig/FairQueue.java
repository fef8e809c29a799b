package io.cgck.webconfig;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work for one thread, in which clients take turns: however much one of them brings, another waits
 * for one piece of it only.
 */
final class FairQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FairQueue.class);

  /** About as many as there can be connections; one with HTTP/2 can bring several requests. */
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
    this(
        work ->
            Thread.ofPlatform()
                .name(name)
                .daemon()
                .unstarted(
                    () -> {
                      try {
                        firstOfThread.run();
                      } finally {
                        // Or the pool would wait for this thread for ever.
                        work.run();
                      }
                    }));
  }

  FairQueue(ThreadFactory threads) {
    thread =
        new ThreadPoolExecutor(
            1, 1, THREAD_IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    thread.allowCoreThreadTimeOut(true);
  }

  /** Runs something in its turn, or refuses it, or something of a client that has more waiting. */
  void add(String client, Runnable run, Runnable refuse) {
    List<Runnable> refused = List.of();
    synchronized (this) {
      if (places == 0) {
        Deque<Work> longest = longest();
        Deque<Work> own = waiting.get(client);
        if (longest.size() <= (own == null ? 1 : own.size())) {
          refused = List.of(refuse);
        } else {
          refused = List.of(longest.removeLast().refuse());
          places++;
        }
      }
      if (places > 0) {
        places--;
        waiting.computeIfAbsent(client, one -> new ArrayDeque<>()).add(new Work(run, refuse));
        if (!working) {
          refused = begin();
        }
      }
    }
    refused.forEach(Runnable::run);
  }

  /**
   * Has the thread work.
   *
   * @return how to refuse all that waits, if there can be no thread; the next who comes tries again
   */
  private List<Runnable> begin() {
    try {
      thread.execute(this::work);
      working = true;
      return List.of();
    } catch (RuntimeException | Error e) {
      // For example an OutOfMemoryError, since the unit may have no further thread.
      LOG.error("there is no thread for what waits, which is refused", e);
      working = false;
      return takeAll();
    }
  }

  private List<Runnable> takeAll() {
    List<Runnable> all =
        waiting.values().stream().flatMap(Deque::stream).map(Work::refuse).toList();
    waiting.clear();
    places = PLACES;
    return all;
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
    boolean done = false;
    try {
      for (Optional<Runnable> next = next(); next.isPresent(); next = next()) {
        next.get().run();
      }
      done = true;
    } finally {
      if (!done) {
        workOn();
      }
    }
  }

  /** This thread ends by what one piece of work threw; the others get their turn all the same. */
  private void workOn() {
    List<Runnable> refused;
    synchronized (this) {
      refused = begin();
    }
    refused.forEach(Runnable::run);
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
    List<Runnable> refused;
    synchronized (this) {
      thread.shutdownNow();
      refused = takeAll();
    }
    refused.forEach(Runnable::run);
  }
}

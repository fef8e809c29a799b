package io.cgck.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.cgck.explain.MoveFeed;
import io.cgck.query.Asked;
import io.cgck.query.Parameters;
import io.cgck.web.LongResponse;
import io.cgck.web.SecurityHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves as they happen, as server-sent events. Nothing is kept for a client but where it is in the
 * feed: one that reads slowly misses what the feed forgets, is told how much, and is cut if it does
 * not take a piece for too long.
 */
final class MoveStream implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MoveStream.class);
  private static final String LAST_EVENT_ID = "last_event_id";
  private static final int MOVES_AT_ONCE = 100;

  private final MoveFeed feed;
  private final Limits limits;
  private final Semaphore places;
  private final Set<Client> clients = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * How much of the server streams can have.
   *
   * @param clients at once; fewer than the connections that the server has, so that others get in
   * @param heartbeat pause between comments that show that both sides are there
   * @param patience how long a client may take for a piece
   * @param longest after which a stream ends, so that whoever goes on must be let in again: a
   *     password may have been changed
   * @param retry after which a client is to come again when it is cut
   */
  record Limits(
      int clients, Duration heartbeat, Duration patience, Duration longest, Duration retry) {
    static final Limits DEFAULTS =
        new Limits(
            16,
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofMinutes(10),
            Duration.ofSeconds(2));
  }

  /** What the sending to one client is at. */
  private enum State {
    IDLE,
    /** There is one sender, and one only. */
    SENDING,
    /** The same, and something has happened since the sender looked. */
    AGAIN,
    ENDED;

    State woken() {
      return switch (this) {
        case IDLE -> SENDING;
        case SENDING, AGAIN -> AGAIN;
        case ENDED -> ENDED;
      };
    }
  }

  MoveStream(MoveFeed feed, Limits limits) {
    this.feed = requireNonNull(feed, "feed is null");
    this.limits = requireNonNull(limits, "limits is null");
    this.places = new Semaphore(limits.clients());
  }

  /** Begins a stream, or says why not. */
  Optional<Problem> open(Request request, Response response, Callback callback) {
    Optional<Map<String, List<String>>> given = Api.parameters(request);
    if (given.isEmpty()) {
      return Optional.of(Api.MALFORMED);
    }
    Parameters parameters = new Parameters(given.get(), List.of(LAST_EVENT_ID));
    Optional<String> lastId =
        Optional.ofNullable(request.getHeaders().get("Last-Event-ID"))
            .filter(id -> !id.isEmpty())
            .or(() -> parameters.text(LAST_EVENT_ID));
    Asked<Optional<String>> asked = parameters.understood(() -> lastId);
    if (asked instanceof Asked.Mistaken<Optional<String>>(List<Asked.Mistake> mistakes)) {
      return Optional.of(Problem.of(mistakes));
    }
    Optional<Long> after = lastId.flatMap(feed::numberOf);
    if (lastId.isPresent() && after.isEmpty()) {
      return Optional.of(
          new Problem(
              HttpStatus.BAD_REQUEST_400,
              "Last-Event-ID is none that was told here; leave it out to begin with what is new"));
    }
    if (HttpMethod.HEAD.is(request.getMethod())) {
      writeHeaders(response);
      callback.succeeded();
      return Optional.empty();
    }
    if (closed || !places.tryAcquire()) {
      return Optional.of(
          new Problem(
              HttpStatus.SERVICE_UNAVAILABLE_503,
              limits.clients() + " clients listen already; come again later, or ask for moves"));
    }
    writeHeaders(response);
    Client client = new Client(request, response, callback, after.orElseGet(feed::lastNumber));
    clients.add(client);
    client.begin();
    if (closed) {
      client.end(null);
    }
    return Optional.empty();
  }

  private static void writeHeaders(Response response) {
    response.setStatus(HttpStatus.OK_200);
    response
        .getHeaders()
        .put(HttpHeader.CONTENT_TYPE, "text/event-stream")
        .put(HttpHeader.CACHE_CONTROL, "no-store")
        // nginx would keep events back until there are many.
        .put("X-Accel-Buffering", "no");
    SecurityHeaders.addMissing(response.getHeaders());
  }

  /** Ends all streams. */
  @Override
  public void close() {
    closed = true;
    clients.forEach(client -> client.end(null));
  }

  private final class Client {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Executor executor;
    private final Scheduler scheduler;
    private final Runnable listener = this::wake;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    private final long began = System.nanoTime();
    private String greeting = "retry: " + limits.retry().toMillis() + "\n\n";
    private long last;
    private volatile boolean beatDue;
    private volatile long writeBegan;
    private Scheduler.@Nullable Task beat;

    Client(Request request, Response response, Callback callback, long after) {
      this.request = request;
      this.response = response;
      this.callback = callback;
      this.executor = request.getComponents().getExecutor();
      this.scheduler = request.getComponents().getScheduler();
      this.last = after;
    }

    void begin() {
      LongResponse.begin(request);
      feed.listen(listener);
      scheduleBeat();
      wake();
    }

    private synchronized void scheduleBeat() {
      if (state.get() != State.ENDED) {
        beat = scheduler.schedule(this::beat, limits.heartbeat().toMillis(), TimeUnit.MILLISECONDS);
      }
    }

    private void beat() {
      State now = state.get();
      boolean sending = now == State.SENDING || now == State.AGAIN;
      if (sending && System.nanoTime() - writeBegan > limits.patience().toNanos()) {
        end(new TimeoutException("the client does not take what it is sent"));
        return;
      }
      beatDue = true;
      wake();
      scheduleBeat();
    }

    /**
     * Sends what there is to send, unless that is done already; not on this thread, which may be
     * the one that scans and must wait for nobody.
     */
    private void wake() {
      if (state.get() == State.IDLE) {
        // Before the state says that one is sending: a beat looks at both.
        writeBegan = System.nanoTime();
      }
      if (state.getAndUpdate(State::woken) == State.IDLE) {
        sendLater();
      }
    }

    private void sendLater() {
      try {
        executor.execute(this::send);
      } catch (RejectedExecutionException e) {
        end(e);
      }
    }

    private void send() {
      if (state.compareAndSet(State.AGAIN, State.SENDING) || state.get() == State.SENDING) {
        // Between two pieces nothing is being written.
        if (System.nanoTime() - began > limits.longest().toNanos()) {
          end(null);
          return;
        }
        String text = next();
        if (!text.isEmpty()) {
          writeBegan = System.nanoTime();
          response.write(false, UTF_8.encode(text), Callback.from(this::sendLater, this::end));
        } else if (!state.compareAndSet(State.SENDING, State.IDLE)) {
          sendLater();
        }
      }
    }

    /** The next piece; empty if there is nothing to send. */
    private String next() {
      StringBuilder text = new StringBuilder(greeting);
      greeting = "";
      MoveFeed.Since since = feed.after(last);
      if (since.missed() > 0) {
        text.append("event: missed\ndata: {\"missed\":").append(since.missed()).append("}\n\n");
        last += since.missed();
      }
      for (MoveFeed.Told told :
          since.moves().subList(0, Math.min(MOVES_AT_ONCE, since.moves().size()))) {
        text.append("id: ")
            .append(told.id())
            .append("\nevent: move\ndata: ")
            .append(JsonText.text(json -> MoveJson.write(json, told)).strip())
            .append("\n\n");
        last = told.number();
      }
      if (text.isEmpty() && beatDue) {
        text.append(": still here\n\n");
      }
      beatDue = false;
      return text.toString();
    }

    /** Ends the stream, once; without a cause it ends well. */
    void end(@Nullable Throwable cause) {
      if (state.getAndSet(State.ENDED) == State.ENDED) {
        return;
      }
      synchronized (this) {
        if (beat != null) {
          beat.cancel();
        }
      }
      feed.forget(listener);
      clients.remove(this);
      places.release();
      LongResponse.end(request);
      if (cause == null) {
        callback.succeeded();
      } else {
        LOG.debug("a stream of moves ended", cause);
        callback.failed(cause);
      }
    }
  }
}

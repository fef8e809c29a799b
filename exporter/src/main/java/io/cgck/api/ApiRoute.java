package io.cgck.api;

import static java.util.Objects.requireNonNull;

import io.cgck.explain.MoveFeed;
import io.cgck.metrics.Shown;
import io.cgck.web.OnDemand;
import io.cgck.web.Route;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way to the API. All else of it is made, and its classes loaded, when somebody asks for
 * something for the first time: most daemons are only ever asked for metrics.
 */
public final class ApiRoute implements AutoCloseable {
  private final Supplier<Optional<Shown>> shown;
  private final MoveFeed moves;
  private @Nullable MoveStream stream;
  private boolean closed;

  /**
   * Makes one.
   *
   * @param shown what metrics show now; empty before the first scan has ended
   */
  public ApiRoute(Supplier<Optional<Shown>> shown, MoveFeed moves) {
    this.shown = requireNonNull(shown, "shown is null");
    this.moves = requireNonNull(moves, "moves is null");
  }

  /** The route, for the web server. */
  public Route route() {
    return Route.anyBelow(Api.PREFIX, new OnDemand(this::make));
  }

  private synchronized Api make() {
    MoveStream made = new MoveStream(moves, MoveStream.Limits.DEFAULTS);
    stream = made;
    if (closed) {
      made.close();
    }
    return new Api(shown, moves, made);
  }

  /** Ends the streams, for which a server that stops would wait. */
  @Override
  public synchronized void close() {
    closed = true;
    if (stream != null) {
      stream.close();
    }
  }
}

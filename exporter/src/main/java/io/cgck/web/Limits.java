package io.cgck.web;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How much of the server clients can have. A client that reads slowly keeps the bytes that it was
 * to get: one page with gzip, which is that of all who came between the same two scans, and one
 * piece of the text if it wants that. With HTTP/1.1 a connection keeps one page at most, and for no
 * longer than twice {@code exchange}; with HTTP/2 one for each of its few streams, until the stream
 * is idle for as long as a connection may be. What is asked for by name is nobody else's: of such
 * answers there are few at once ({@link MetricsHandler}).
 *
 * @param connections open at once; further ones wait in the kernel's backlog
 * @param idle silence after which a connection is closed
 * @param idleWhenFull the same once {@code connections} are open; and who has had no whole request
 *     or response for so long is then closed, whoever waits for longest first
 * @param exchange after at most twice this time without a whole request or response, a connection
 *     is closed although bytes still trickle
 * @param waitingRenders requests that wait for their turn, for each format; further ones are turned
 *     away
 * @param renderDeadline waiting and rendering together
 * @param stop what running requests get when the server stops
 */
record Limits(
    int connections,
    Duration idle,
    Duration idleWhenFull,
    Duration exchange,
    int waitingRenders,
    Duration renderDeadline,
    Duration stop) {
  /** Bytes of a request's line and headers together. */
  static final int REQUEST_HEADER_BYTES = 4096;

  private static final int CONNECTIONS = 64;

  static final Limits DEFAULTS =
      new Limits(
          CONNECTIONS,
          Duration.ofSeconds(30),
          Duration.ofSeconds(2),
          Duration.ofSeconds(30),
          // One request of each connection with HTTP/1.1: nobody who got in is turned away.
          CONNECTIONS,
          Duration.ofSeconds(10),
          Duration.ofSeconds(5));

  Limits {
    requireNonNull(idle, "idle is null");
    requireNonNull(idleWhenFull, "idleWhenFull is null");
    requireNonNull(exchange, "exchange is null");
    requireNonNull(renderDeadline, "renderDeadline is null");
    requireNonNull(stop, "stop is null");
  }
}

package io.cgck.web;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Few threads, and a short queue before them. */
final class CostlyThreads implements AutoCloseable {
  static final int THREADS = 2;
  static final int WAITING = 32;

  private static final Duration IDLE = Duration.ofSeconds(60);

  private final ThreadPoolExecutor threads;

  /**
   * Makes one.
   *
   * @param first what each thread does first
   */
  CostlyThreads(Runnable first) {
    threads =
        Pools.of(Thread.ofPlatform().name("costly-", 0).daemon(), THREADS, IDLE, WAITING, first);
  }

  /** Has a request answered, later or, if there are too many, at once. */
  void handle(CostlyHandler handler, Request request, Response response, Callback callback) {
    try {
      threads.execute(() -> answer(handler, request, response, callback));
    } catch (RejectedExecutionException e) {
      handler.refuse(request, response, callback);
    }
  }

  /** As Jetty does it on its own threads: whatever happens, there is an answer. */
  private static void answer(
      CostlyHandler handler, Request request, Response response, Callback callback) {
    try {
      if (!handler.handle(request, response, callback)) {
        Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
      }
    } catch (Throwable t) {
      Response.writeError(request, response, callback, t);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

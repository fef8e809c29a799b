package io.cgck.web;

import static java.util.Objects.requireNonNullElse;

import io.cgck.metrics.Body;
import io.cgck.metrics.ContentCoding;
import io.cgck.metrics.Exposition;
import io.cgck.metrics.ExpositionFormat;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Renders in threads of its own: an exposition that hangs keeps at most these, and the server's
 * threads only until the deadline.
 */
final class Renderer implements AutoCloseable {
  private static final Duration THREAD_IDLE = Duration.ofSeconds(90);

  private final Exposition exposition;
  private final Duration deadline;
  private final ThreadPoolExecutor threads;

  Renderer(Exposition exposition, Limits limits) {
    this.exposition = exposition;
    this.deadline = limits.renderDeadline();
    this.threads =
        new ThreadPoolExecutor(
            limits.renders(),
            limits.renders(),
            THREAD_IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new ArrayBlockingQueue<>(limits.waitingRenders()),
            Thread.ofPlatform().name("render-", 0).daemon().factory());
    threads.allowCoreThreadTimeOut(true);
  }

  Rendering render(ExpositionFormat format, ContentCoding coding, Set<String> names)
      throws InterruptedException {
    Future<Body> rendering;
    try {
      rendering = threads.submit(() -> exposition.render(format, coding, names));
    } catch (RejectedExecutionException e) {
      return new Rendering.Busy();
    }
    try {
      return new Rendering.Rendered(rendering.get(deadline.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      return new Rendering.Failed(requireNonNullElse(e.getCause(), e));
    } catch (TimeoutException e) {
      rendering.cancel(true);
      // One that never got its turn would keep its place in the queue.
      threads.purge();
      return new Rendering.TooSlow();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

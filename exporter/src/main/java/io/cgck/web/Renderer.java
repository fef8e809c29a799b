package io.cgck.web;

import io.cgck.metrics.ContentCoding;
import io.cgck.metrics.Exposition;
import io.cgck.metrics.ExpositionFormat;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Renders in threads of its own, one for each format: what is shared is then written by one thread
 * while nobody else waits for it, and an exposition that hangs keeps nobody else's thread. Who
 * waits is an entry in a queue.
 */
final class Renderer implements AutoCloseable {
  private static final Duration THREAD_IDLE = Duration.ofSeconds(90);

  private final Exposition exposition;
  private final Duration deadline;
  private final Scheduler scheduler;
  private final Map<ExpositionFormat, ThreadPoolExecutor> threads =
      new EnumMap<>(ExpositionFormat.class);

  /**
   * Makes one.
   *
   * @param first what each of its threads does first
   */
  Renderer(Exposition exposition, Limits limits, Scheduler scheduler, Runnable first) {
    this.exposition = exposition;
    this.deadline = limits.renderDeadline();
    this.scheduler = scheduler;
    for (ExpositionFormat format : ExpositionFormat.values()) {
      threads.put(
          format,
          Pools.of(
              Thread.ofPlatform().name("render-" + format.name().toLowerCase(Locale.ROOT)).daemon(),
              1,
              THREAD_IDLE,
              limits.waitingRenders(),
              first));
    }
  }

  /** Renders; the answer comes on a thread that must not be kept, and never as an exception. */
  CompletableFuture<Rendering> render(
      ExpositionFormat format, ContentCoding coding, Set<String> names) {
    CompletableFuture<Rendering> answer = new CompletableFuture<>();
    ThreadPoolExecutor own = requireThreads(format);
    Future<?> task;
    try {
      task = own.submit(() -> answer.complete(renderNow(format, coding, names)));
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(new Rendering.Busy());
    }
    Scheduler.Task end =
        scheduler.schedule(
            () -> {
              if (answer.complete(new Rendering.TooSlow())) {
                task.cancel(true);
                // One that never got its turn would keep its place in the queue.
                own.purge();
              }
            },
            deadline.toMillis(),
            TimeUnit.MILLISECONDS);
    return answer.whenComplete((rendering, never) -> end.cancel());
  }

  private ThreadPoolExecutor requireThreads(ExpositionFormat format) {
    ThreadPoolExecutor own = threads.get(format);
    if (own == null) {
      throw new IllegalArgumentException("no format: " + format);
    }
    return own;
  }

  /** An error that ends its thread would leave who asked without an answer. */
  private Rendering renderNow(ExpositionFormat format, ContentCoding coding, Set<String> names) {
    try {
      return new Rendering.Rendered(exposition.render(format, coding, names));
    } catch (Throwable t) {
      return new Rendering.Failed(t);
    }
  }

  @Override
  public void close() {
    threads.values().forEach(ThreadPoolExecutor::shutdownNow);
  }
}

package io.cgck.scan;

import static java.util.Objects.requireNonNull;

import io.cgck.kernel.ThreadClock;
import io.cgck.model.Detail;
import io.cgck.model.Snapshot;
import io.cgck.procfs.ProcfsException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scans on a timer, in one thread: reading a cgroup file takes a lock of the whole system, so two
 * threads would only wait for each other.
 */
public final class ScanLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScanLoop.class);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
  private static final Duration NEVER = Duration.ofDays(1000);

  private final Path procfs;
  private final ScanListener listener;
  private final Duration heartbeat;
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wake = lock.newCondition();
  private final Thread thread;
  private volatile Settings settings;
  private long cpuCharged;
  private boolean stopping;
  private boolean hurry;

  /** What a configuration says about scanning. */
  public record Settings(Pace pace, Set<Detail> details) {
    public Settings {
      requireNonNull(pace, "pace is null");
      details = Set.copyOf(details);
    }
  }

  public ScanLoop(Path procfs, Settings settings, ScanListener listener) {
    this(procfs, settings, listener, NEVER);
  }

  /**
   * A loop that shows a sign of life while it waits.
   *
   * @param heartbeat the longest time between two calls of {@link ScanListener}, but for the time
   *     that a scan takes
   */
  public ScanLoop(Path procfs, Settings settings, ScanListener listener, Duration heartbeat) {
    this.heartbeat = requireNonNull(heartbeat, "heartbeat is null");
    this.procfs = requireNonNull(procfs, "procfs is null");
    this.settings = requireNonNull(settings, "settings is null");
    this.listener = requireNonNull(listener, "listener is null");
    this.thread = Thread.ofPlatform().name("scan").unstarted(this::run);
  }

  /** Starts the thread, which scans at once. */
  public void start() {
    thread.start();
  }

  /**
   * Waits until the thread has opened the procfs, not until the first scan.
   *
   * @throws ProcfsException if there is no procfs
   */
  public void awaitOpened() throws ProcfsException, InterruptedException {
    try {
      opened.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ProcfsException noProcfs) {
        throw noProcfs;
      }
      throw new IllegalStateException("the scanning thread did not start", e);
    }
  }

  /** Takes new settings and scans with them at once. */
  public void apply(Settings newSettings) {
    settings = requireNonNull(newSettings, "newSettings is null");
    lock.lock();
    try {
      hurry = true;
      wake.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try (Scanner scanner = Scanner.open(procfs, Clock.systemUTC())) {
      ThreadClock clock = new ThreadClock();
      opened.complete(null);
      // The first scan reads everything, in code that is not compiled yet: what it costs says
      // nothing about the scans to come.
      pause(scanOnce(scanner, clock, settings, true));
      while (!isStopping()) {
        pause(scanOnce(scanner, clock, settings, false));
      }
    } catch (ProcfsException e) {
      opened.completeExceptionally(e);
    } catch (InterruptedException e) {
      LOG.debug("the scanning thread was interrupted");
    } catch (Throwable t) {
      opened.completeExceptionally(t);
      listener.ended(t);
    }
  }

  private Duration scanOnce(Scanner scanner, ThreadClock clock, Settings current, boolean first) {
    try {
      Snapshot snapshot = scanner.scan(current.details(), current.pace().mountAllowance());
      // What listeners do with a snapshot is charged to the scan after it.
      long cpuNow = clock.cpuNanos() + scanner.helpersCpuNanos();
      Duration cpu = Duration.ofNanos(cpuNow - cpuCharged);
      cpuCharged = cpuNow;
      Duration pause = current.pace().pauseAfter(first ? Duration.ZERO : cpu);
      listener.scanned(
          new ScanListener.CompletedScan(snapshot, cpu.toNanos() / 1e9, pause.toNanos() / 1e9));
      return pause;
    } catch (ProcfsException e) {
      LOG.error("cannot scan: {}", e.sentence());
      listener.failed(e.sentence());
      return current.pace().interval();
    }
  }

  private boolean isStopping() {
    lock.lock();
    try {
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  private void pause(Duration pause) throws InterruptedException {
    long left = pause.toNanos();
    while (left > 0) {
      long beat = Math.min(left, heartbeat.toNanos());
      if (isWokenWithin(beat)) {
        return;
      }
      left -= beat;
      listener.waiting();
    }
  }

  private boolean isWokenWithin(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (left > 0 && !stopping && !hurry) {
        left = wake.awaitNanos(left);
      }
      boolean woken = stopping || hurry;
      hurry = false;
      return woken;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      stopping = true;
      wake.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      if (!thread.join(STOP_PATIENCE)) {
        LOG.warn("the scanning thread did not stop within {} s", STOP_PATIENCE.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.cgck.scan;

import static java.util.Objects.requireNonNull;

import io.cgck.kernel.ThreadClock;
import io.cgck.model.Detail;
import io.cgck.model.Snapshot;
import io.cgck.procfs.ProcfsException;
import java.time.Duration;
import java.util.Set;
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

  private final HeadStart headStart;
  private final ScanListener listener;
  private final Duration heartbeat;
  private final EventSource events;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wake = lock.newCondition();
  private volatile Settings settings;
  private final LookPace lookPace = new LookPace(System.nanoTime());
  private long cpuCharged;
  private Duration beyondBudget = Duration.ZERO;
  private double lastPauseSeconds;
  private TraceBatch untilNextLook = TraceBatch.NONE;
  private boolean stopping;
  private boolean hurry;
  private boolean eventful;

  /** What a configuration says about scanning. */
  public record Settings(Pace pace, Set<Detail> details) {
    public Settings {
      requireNonNull(pace, "pace is null");
      details = Set.copyOf(details);
    }
  }

  public ScanLoop(HeadStart headStart, Settings settings, ScanListener listener) {
    this(headStart, settings, listener, NEVER, EventSource.NONE);
  }

  /**
   * A loop that shows a sign of life while it waits, and takes events.
   *
   * @param headStart the thread that it takes over
   * @param heartbeat the longest time between two calls of {@link ScanListener}, but for the time
   *     that a scan takes
   * @param events whose source calls {@link #happened()} when there are some
   */
  public ScanLoop(
      HeadStart headStart,
      Settings settings,
      ScanListener listener,
      Duration heartbeat,
      EventSource events) {
    this.heartbeat = requireNonNull(heartbeat, "heartbeat is null");
    this.headStart = requireNonNull(headStart, "headStart is null");
    this.settings = requireNonNull(settings, "settings is null");
    this.listener = requireNonNull(listener, "listener is null");
    this.events = requireNonNull(events, "events is null");
  }

  /** Lets the thread scan, at once. */
  public void start() {
    headStart.goOn(this::run);
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

  /** There are events: the processes that they are about are to be looked at soon. */
  public void happened() {
    lock.lock();
    try {
      eventful = true;
      wake.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run(Scanner scanner) {
    try {
      ThreadClock clock = new ThreadClock();
      // The first scan reads everything, in code that is not compiled yet: what it costs, and what
      // listeners make of it, says nothing about the scans to come.
      boolean early = pause(scanner, clock, scanOnce(scanner, clock, settings, true));
      while (!isStopping()) {
        long cpuBefore = cpuNanos(scanner, clock);
        Duration pause = scanOnce(scanner, clock, settings, false);
        if (early) {
          // Whoever makes events go lost must not buy scans with it.
          charge(cpuNanos(scanner, clock) - cpuBefore);
        }
        early = pause(scanner, clock, pause);
      }
    } catch (InterruptedException e) {
      LOG.debug("the scanning thread was interrupted");
    } catch (Throwable t) {
      listener.ended(t);
    }
  }

  private Duration scanOnce(Scanner scanner, ThreadClock clock, Settings current, boolean first) {
    try {
      Snapshot snapshot = scanner.scan(current.details(), current.pace().mountAllowance());
      TraceBatch batch = untilNextLook.plus(events.take());
      untilNextLook = TraceBatch.NONE;
      Duration cpu = charge(scanner, clock);
      Duration pause = current.pace().pauseAfter(first ? Duration.ZERO : cpu.minus(beyondBudget));
      lastPauseSeconds = pause.toNanos() / 1e9;
      hear(snapshot, cpu, true, batch);
      beyondBudget =
          first ? Duration.ofNanos(cpuNanos(scanner, clock) - cpuCharged) : Duration.ZERO;
      return pause;
    } catch (ProcfsException e) {
      LOG.error("cannot scan: {}", e.sentence());
      listener.failed(e.sentence());
      return current.pace().interval();
    }
  }

  /** CPU time since the last time; what listeners do is charged to the scan after it. */
  private Duration charge(Scanner scanner, ThreadClock clock) {
    long cpuNow = cpuNanos(scanner, clock);
    Duration cpu = Duration.ofNanos(cpuNow - cpuCharged);
    cpuCharged = cpuNow;
    return cpu;
  }

  private static long cpuNanos(Scanner scanner, ThreadClock clock) {
    return clock.cpuNanos() + scanner.helpersCpuNanos();
  }

  private void hear(Snapshot snapshot, Duration cpu, boolean whole, TraceBatch batch) {
    events.seen(snapshot);
    listener.scanned(
        new ScanListener.CompletedScan(
            snapshot, cpu.toNanos() / 1e9, lastPauseSeconds, whole, batch));
  }

  /**
   * Looks at the processes that events are about.
   *
   * @return whether events are missing, so that all processes have to be looked at
   */
  private boolean look(Scanner scanner, ThreadClock clock) {
    TraceBatch first = untilNextLook.plus(events.take());
    untilNextLook = TraceBatch.NONE;
    if (first.attachments().isEmpty() && first.namespaceChanges().isEmpty()) {
      return first.incomplete();
    }
    Set<Integer> pids = first.pids();
    Snapshot snapshot = scanner.lookAt(pids);
    // What happened to them meanwhile may be seen already; others have to be looked at first.
    TraceBatch meanwhile = events.take();
    untilNextLook = meanwhile.only(pid -> !pids.contains(pid));
    if (!untilNextLook.isEmpty()) {
      happened();
    }
    TraceBatch batch = first.plus(meanwhile.only(pids::contains));
    hear(snapshot, charge(scanner, clock), false, batch);
    return batch.incomplete();
  }

  private boolean isStopping() {
    lock.lock();
    try {
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  private void charge(long cpuNanos) {
    lookPace.spent(System.nanoTime(), cpuNanos, settings.pace().cpuBudget());
  }

  /**
   * Waits for the next scan, and looks in between at what events are about.
   *
   * @return whether it is early, since events are missing
   */
  private boolean pause(Scanner scanner, ThreadClock clock, Duration pause)
      throws InterruptedException {
    long end = System.nanoTime() + pause.toNanos();
    while (true) {
      long now = System.nanoTime();
      long left = end - now;
      if (left <= 0) {
        return false;
      }
      switch (awaitNext(Math.min(left, heartbeat.toNanos()), lookPace.waitFrom(now))) {
        case STOP_OR_HURRY -> {
          return false;
        }
        case EVENTS -> {
          long cpuBefore = cpuNanos(scanner, clock);
          boolean incomplete = look(scanner, clock);
          charge(cpuNanos(scanner, clock) - cpuBefore);
          if (incomplete) {
            return true;
          }
        }
        case TIME -> listener.waiting();
      }
    }
  }

  private enum Next {
    STOP_OR_HURRY,
    EVENTS,
    TIME
  }

  /**
   * Waits for what comes next.
   *
   * @param nanos at most so long
   * @param untilLook so long, if there are events
   */
  private Next awaitNext(long nanos, long untilLook) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      long leftOfLook = untilLook;
      while (left > 0 && !stopping && !hurry && !(eventful && leftOfLook <= 0)) {
        long wait = eventful ? Math.min(left, leftOfLook) : left;
        long waited = wait - wake.awaitNanos(wait);
        left -= waited;
        leftOfLook -= waited;
      }
      if (stopping || hurry) {
        hurry = false;
        return Next.STOP_OR_HURRY;
      }
      if (eventful && leftOfLook <= 0) {
        eventful = false;
        return Next.EVENTS;
      }
      return Next.TIME;
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
      headStart.close();
      if (!headStart.thread().join(STOP_PATIENCE)) {
        LOG.warn("the scanning thread did not stop within {} s", STOP_PATIENCE.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

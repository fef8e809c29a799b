package io.cgck.scan;

import static java.util.Objects.requireNonNull;

import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.Mover;
import io.cgck.model.ProcessId;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import io.cgck.procfs.Procfs;
import io.cgck.procfs.ProcfsException;
import io.cgck.tracefs.Obstacle;
import io.cgck.tracefs.TraceInstance;
import io.cgck.tracefs.TraceRecord;
import io.cgck.tracefs.TraceSettings;
import io.cgck.tracefs.TracefsException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Reads the kernel's events in a thread of its own, looks who caused them, and keeps them until the
 * scanning thread takes them. Where there are none to be had it says so once, and tries again from
 * time to time.
 */
public final class TraceWatch implements EventSource, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TraceWatch.class);

  /** After events have come, the next ones are waited for together. */
  private static final Duration TOGETHER = Duration.ofMillis(5);

  private static final Duration CHECK_EVERY = Duration.ofSeconds(5);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
  private static final Duration LAST_RETRY = Duration.ofMinutes(5);
  private static final Duration FLUSH_PATIENCE = Duration.ofMillis(200);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_OF_ONE = 16;
  private static final int MOST_IN_ALL = 2_000;
  private static final int MOST_KEPT = 50_000;
  private static final int MOST_LOOKUPS = 200;
  private static final int MOST_NAMESPACE_CHANGES = 10_000;

  private final Path procfs;
  private final Thread thread = Thread.ofPlatform().name("trace").daemon().unstarted(this::run);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PendingMoves pending = new PendingMoves(MOST_OF_ONE, MOST_IN_ALL, MOST_KEPT);
  private final Set<Integer> namespaceChanges = new HashSet<>();
  private final Map<String, Long> events = new TreeMap<>();
  private Runnable onEvents = () -> {};
  private Settings settings;
  private Optional<TraceInstance> reading = Optional.empty();
  private Obstacle obstacle =
      new Obstacle(Obstacle.Reason.STARTING, "the events are not opened yet");
  private Optional<Obstacle> told = Optional.empty();
  private boolean incomplete;
  private long lost;
  private long malformed;
  private long threadMoves;
  private long flushWanted;
  private long flushDone;
  private boolean started;
  private boolean stopping;
  private List<ProcessInfo> lastSeen = List.of();
  private volatile int[] processes = {};
  private volatile Optional<Hierarchy> hierarchy = Optional.empty();

  /** What a configuration says about events. */
  public sealed interface Settings {
    /** There are to be none. */
    record Off() implements Settings {}

    /**
     * There are to be events.
     *
     * @param absence what it is if there are none
     */
    record On(TraceSettings trace, Absence absence) implements Settings {
      public On {
        requireNonNull(trace, "trace is null");
        requireNonNull(absence, "absence is null");
      }
    }
  }

  /** What it is if there are no events. */
  public enum Absence {
    /** Somebody counts on them. */
    ERROR(Level.ERROR),
    /** They are missed. */
    WARNING(Level.WARN),
    /** Whoever asks will say so. */
    KNOWN(Level.DEBUG);

    private final Level level;

    Absence(Level level) {
      this.level = level;
    }
  }

  /**
   * Makes one that reads nothing yet.
   *
   * @param procfs of the PID namespace that events speak of
   */
  public TraceWatch(Path procfs, Settings settings) {
    this.procfs = requireNonNull(procfs, "procfs is null");
    this.settings = requireNonNull(settings, "settings is null");
  }

  /**
   * Begins; once begun, it goes on.
   *
   * @param whenEvents is run on the reading thread whenever there is something to take
   */
  public void start(Runnable whenEvents) {
    lock.lock();
    try {
      if (!started && !stopping) {
        started = true;
        onEvents = whenEvents;
        thread.start();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes other settings, if they are others. */
  public void apply(Settings next) {
    lock.lock();
    try {
      if (!settings.equals(next)) {
        settings = requireNonNull(next, "next is null");
        told = Optional.empty();
        changed.signalAll();
        reading.ifPresent(TraceInstance::wake);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void seen(Snapshot snapshot) {
    hierarchy = snapshot.defaultHierarchy();
    if (!isLastSeen(snapshot.processes())) {
      lastSeen = snapshot.processes();
      processes = lastSeen.stream().mapToInt(ProcessInfo::pid).toArray();
    }
    if (!snapshot.vantage().wholeHost().orElse(true)) {
      // Their PIDs would be taken for those of others.
      apply(new Settings.Off());
      lock.lock();
      try {
        obstacle =
            new Obstacle(
                Obstacle.Reason.PID_NAMESPACE,
                "events name PIDs of the host, of which this procfs shows none");
      } finally {
        lock.unlock();
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // what is the same stays the same object
  private boolean isLastSeen(List<ProcessInfo> all) {
    return all == lastSeen;
  }

  @Override
  public TraceBatch take() {
    lock.lock();
    try {
      flush();
      boolean someMissing = incomplete;
      incomplete = false;
      Set<Integer> perhapsElsewhere = Set.copyOf(namespaceChanges);
      namespaceChanges.clear();
      return new TraceBatch(
          pending.take(),
          perhapsElsewhere,
          someMissing,
          Clock.systemUTC().instant(),
          System.nanoTime(),
          Optional.of(status()));
    } finally {
      lock.unlock();
    }
  }

  /** Lets the reading thread read all that is there now. */
  private void flush() {
    if (reading.isEmpty()) {
      return;
    }
    long wanted = ++flushWanted;
    reading.get().wake();
    try {
      long left = FLUSH_PATIENCE.toNanos();
      while (flushDone < wanted && reading.isPresent() && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private TraceStatus status() {
    return new TraceStatus(
        reading.isPresent(),
        reading.isPresent() ? "" : obstacle.reason().label(),
        reading.map(instance -> instance.path().toString()).orElse(""),
        new TreeMap<>(events),
        lost,
        pending.merged(),
        malformed,
        threadMoves);
  }

  private void run() {
    try (Procfs own = Procfs.open(procfs)) {
      MoverLookup lookup = new MoverLookup(own);
      Duration retry = FIRST_RETRY;
      while (!isStopping()) {
        Settings current = settings();
        boolean wasUp = current instanceof Settings.On on && read(on, lookup);
        retry = wasUp ? FIRST_RETRY : retry;
        if (awaitChange(current, retry)) {
          retry = FIRST_RETRY;
        } else {
          retry = min(retry.multipliedBy(2), LAST_RETRY);
        }
      }
    } catch (ProcfsException e) {
      LOG.error("events cannot be read: {}", e.sentence());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("the reading of events failed for good; scans go on without", e);
      fail(e);
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private void fail(RuntimeException e) {
    lock.lock();
    try {
      reading = Optional.empty();
      obstacle = new Obstacle(Obstacle.Reason.FAILED, e.toString());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Settings settings() {
    lock.lock();
    try {
      if (settings instanceof Settings.Off && obstacle.reason() != Obstacle.Reason.PID_NAMESPACE) {
        obstacle = new Obstacle(Obstacle.Reason.DISABLED, "trace.enabled is false");
      }
      return settings;
    } finally {
      lock.unlock();
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

  /** Waits for other settings; true if there are some, or if the end has come. */
  private boolean awaitChange(Settings current, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (!stopping && settings.equals(current)) {
        if (current instanceof Settings.Off) {
          changed.await();
        } else if (left <= 0) {
          return false;
        } else {
          left = changed.awaitNanos(left);
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Reads until it cannot go on; true if it could begin. */
  private boolean read(Settings.On on, MoverLookup lookup) {
    long openedAt = System.nanoTime();
    try (TraceInstance instance = TraceInstance.open(on.trace())) {
      begin(instance, on.absence());
      try {
        Reader reader = new Reader(instance, lookup, openedAt);
        reader.goOn(on);
      } catch (TracefsException e) {
        tell(e.obstacle(), on.absence());
      } finally {
        end();
      }
      return true;
    } catch (TracefsException e) {
      tell(e.obstacle(), on.absence());
      return false;
    }
  }

  private void begin(TraceInstance instance, Absence absence) {
    LOG.atLevel(absence == Absence.KNOWN ? Level.DEBUG : Level.INFO)
        .log(
            "moves are reported by the kernel: {} {}, events {}",
            instance.isOwn() ? "trace instance" : "prepared trace instance",
            instance.path(),
            String.join(", ", instance.events()));
    lock.lock();
    try {
      reading = Optional.of(instance);
      instance.events().forEach(event -> events.putIfAbsent(event, 0L));
      told = Optional.empty();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      reading = Optional.empty();
      // From here on only scans tell.
      incomplete = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Says it once; the same again is no news. */
  private void tell(Obstacle why, Absence absence) {
    boolean news;
    lock.lock();
    try {
      news = !told.map(Obstacle::reason).equals(Optional.of(why.reason()));
      obstacle = why;
      told = Optional.of(why);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (news) {
      LOG.atLevel(absence.level)
          .log("no events of moves, only what scans notice: {}", why.sentence());
    }
  }

  /** Reads one instance. */
  private final class Reader implements TraceInstance.Sink {
    private final TraceInstance instance;
    private final MoverLookup lookup;
    private final long openedAt;
    private final List<TraceRecord> records = new ArrayList<>();
    private final Map<Integer, Mover> movers = new HashMap<>();
    private final Map<Integer, ProcessId> newcomers = new HashMap<>();
    private final Map<String, Long> counts = new HashMap<>();
    private long lostNow;
    private long malformedNow;
    private long threadMovesNow;
    private boolean drainedOnce;

    Reader(TraceInstance instance, MoverLookup lookup, long openedAt) {
      this.instance = instance;
      this.lookup = lookup;
      this.openedAt = openedAt;
    }

    void goOn(Settings.On on) throws TracefsException {
      long checked = System.nanoTime();
      while (!isToEnd(on)) {
        long wanted = flushWanted();
        instance.drain(this);
        boolean news = handOver(wanted);
        if (news) {
          tellOfEvents();
          instance.awaitWake(TOGETHER);
        } else {
          instance.await(CHECK_EVERY);
        }
        if (System.nanoTime() - checked >= CHECK_EVERY.toNanos()) {
          instance.check();
          checked = System.nanoTime();
        }
      }
    }

    private void tellOfEvents() {
      Runnable told;
      lock.lock();
      try {
        told = onEvents;
      } finally {
        lock.unlock();
      }
      told.run();
    }

    private boolean isToEnd(Settings.On on) {
      lock.lock();
      try {
        return stopping || !settings.equals(on);
      } finally {
        lock.unlock();
      }
    }

    private long flushWanted() {
      lock.lock();
      try {
        return flushWanted;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void happened(String event, TraceRecord happening) {
      if (happening.nanos() - openedAt < 0) {
        // From before, and perhaps counted by somebody who was there then.
        return;
      }
      counts.merge(event, 1L, Long::sum);
      if (!(happening instanceof TraceRecord.Idle)) {
        records.add(happening);
      }
    }

    @Override
    public void lost(long count) {
      // What was overwritten before the first look was of no interest.
      if (drainedOnce || instance.isOwn()) {
        lostNow += count;
      }
    }

    @Override
    public void malformed() {
      malformedNow++;
    }

    /** Gives what was read to the scanning thread; true if there was something. */
    private boolean handOver(long flushed) {
      drainedOnce = true;
      name();
      List<TraceRecord.Attached> moves = new ArrayList<>(records.size());
      Set<Integer> elsewhere = new HashSet<>();
      for (TraceRecord each : records) {
        switch (each) {
          case TraceRecord.Attached attached -> {
            if (isOfProcess(attached)) {
              moves.add(attached);
            } else {
              threadMovesNow++;
            }
          }
          case TraceRecord.NamespacesChanged there ->
              lookup.processOf(there.thread()).ifPresent(elsewhere::add);
          case TraceRecord.Idle idle -> {}
        }
      }
      records.clear();
      moves.sort((a, b) -> Long.compare(a.nanos(), b.nanos()));
      lock.lock();
      try {
        for (TraceRecord.Attached each : moves) {
          add(each);
        }
        if (namespaceChanges.size() < MOST_NAMESPACE_CHANGES) {
          namespaceChanges.addAll(elsewhere);
        }
        boolean news = !moves.isEmpty() || !elsewhere.isEmpty() || lostNow > 0;
        counts.forEach((event, count) -> events.merge(event, count, Long::sum));
        counts.clear();
        incomplete |= lostNow > 0 || malformedNow > 0;
        lost += lostNow;
        malformed += malformedNow;
        threadMoves += threadMovesNow;
        lostNow = 0;
        malformedNow = 0;
        threadMovesNow = 0;
        flushDone = flushed;
        changed.signalAll();
        return news;
      } finally {
        lock.unlock();
      }
    }

    private void add(TraceRecord.Attached each) {
      Mover mover = movers.getOrDefault(each.thread(), unknown(each.thread()));
      if (each.cut()) {
        // The path does not say where it is; a look does.
        incomplete = true;
      } else if (!pending.add(
          each.moved(),
          each.comm(),
          each.hierarchy(),
          new CgroupPath(each.path()),
          Optional.ofNullable(newcomers.get(each.moved())),
          each.nanos(),
          mover)) {
        lostNow++;
      }
    }

    private static Mover unknown(int thread) {
      return new Mover(thread, "", Optional.empty());
    }

    /** Looks who did it, while most of them are still there. */
    private void name() {
      movers.clear();
      newcomers.clear();
      Set<Integer> ended = new HashSet<>();
      for (TraceRecord each : records) {
        if (each instanceof TraceRecord.Attached
            && movers.size() < MOST_LOOKUPS
            && !movers.containsKey(each.thread())) {
          Optional<Mover> mover = lookup.of(each.thread(), hierarchy);
          mover.ifPresentOrElse(
              found -> movers.put(each.thread(), found), () -> ended.add(each.thread()));
          movers.putIfAbsent(each.thread(), unknown(each.thread()));
        }
      }
      if (!ended.isEmpty()) {
        instance
            .names(ended)
            .forEach(
                (thread, name) -> movers.put(thread, new Mover(thread, name, Optional.empty())));
      }
    }

    /** By {@code cgroup.threads} also single threads are moved, whose process stays. */
    private boolean isOfProcess(TraceRecord.Attached move) {
      if (isKnown(move.moved())) {
        return true;
      }
      OptionalInt process = lookup.processOf(move.moved());
      if (process.isPresent() && process.getAsInt() != move.moved()) {
        return false;
      }
      // It may be gone when it is looked at, as are the first processes of container runtimes.
      if (newcomers.size() < MOST_LOOKUPS && !newcomers.containsKey(move.moved())) {
        lookup.identity(move.moved()).ifPresent(id -> newcomers.put(move.moved(), id));
      }
      return true;
    }

    private boolean isKnown(int pid) {
      return Arrays.binarySearch(processes, pid) >= 0;
    }
  }

  /** Ends the reading; a trace instance that was made for it is gone then. */
  @Override
  public void close() {
    lock.lock();
    try {
      stopping = true;
      changed.signalAll();
      reading.ifPresent(TraceInstance::wake);
      if (!started) {
        return;
      }
    } finally {
      lock.unlock();
    }
    try {
      if (!thread.join(STOP_PATIENCE)) {
        LOG.warn("the reading of events did not end within {} s", STOP_PATIENCE.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits until events come, or it is known why they do not; at most so long.
   *
   * @return a sentence that says why not; empty if they come
   */
  public Optional<String> awaitStarted(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (reading.isEmpty() && obstacle.reason() == Obstacle.Reason.STARTING && left > 0) {
        left = changed.awaitNanos(left);
      }
      return reading.isPresent() ? Optional.empty() : Optional.of(obstacle.sentence());
    } finally {
      lock.unlock();
    }
  }
}

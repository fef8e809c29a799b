package io.cgck.scan;

import static java.util.Objects.requireNonNull;

import io.cgck.kernel.Errno;
import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import io.cgck.procfs.Procfs;
import io.cgck.procfs.ProcfsException;
import io.cgck.procfs.ReadResult;
import io.cgck.procfs.TimensOffsets;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private static final Duration CHECK_EVERY = Duration.ofSeconds(5);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
  private static final Duration LAST_RETRY = Duration.ofMinutes(5);

  /**
   * How long the scanning thread waits for the reading one, which may have to wait for a CPU. What
   * is not read by then seems to be a move that only the scan has noticed, which nobody made.
   */
  private static final Duration FLUSH_PATIENCE = Duration.ofSeconds(1);

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_OF_ONE = 16;
  private static final int MOST_IN_ALL = 2_000;
  private static final int MOST_KEPT = 50_000;
  private static final int MOST_NAMESPACE_CHANGES = 10_000;

  private static final Obstacle DISABLED =
      new Obstacle(Obstacle.Reason.DISABLED, "trace.enabled is false");
  private static final Obstacle STARTING =
      new Obstacle(Obstacle.Reason.STARTING, "the events are not opened yet");
  private static final Obstacle FOREIGN_PIDS =
      new Obstacle(
          Obstacle.Reason.PID_NAMESPACE,
          "events name PIDs of the host, of which this procfs shows none: run cgck in the host's"
              + " PID namespace, or name the host's procfs with --path.procfs");

  private final Path procfs;
  private final Thread thread = Thread.ofPlatform().name("trace").daemon().unstarted(this::run);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PendingMoves pending = new PendingMoves(MOST_OF_ONE, MOST_IN_ALL, MOST_KEPT);
  private final Set<Integer> namespaceChanges = new HashSet<>();
  private final Map<String, Long> events = new TreeMap<>();
  private Runnable onEvents = () -> {};
  private Settings wanted;
  private boolean foreignPids;
  private Optional<TraceInstance> reading = Optional.empty();
  private Obstacle obstacle = STARTING;
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
    this.wanted = requireNonNull(settings, "settings is null");
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
      if (!wanted.equals(next)) {
        wanted = requireNonNull(next, "next is null");
        told = Optional.empty();
        becomeWanted();
      }
    } finally {
      lock.unlock();
    }
  }

  /** What is done of what is wanted: PIDs that mean nothing here are not read. */
  private Settings inForce() {
    return foreignPids ? new Settings.Off() : wanted;
  }

  /** Does what is wanted, as far as events can be made sense of. */
  private void becomeWanted() {
    changed.signalAll();
    reading.ifPresent(TraceInstance::wake);
    switch (wanted) {
      case Settings.Off off -> obstacle = DISABLED;
      case Settings.On on -> {
        if (foreignPids) {
          tell(FOREIGN_PIDS, on.absence());
        } else if (obstacle.reason() == Obstacle.Reason.DISABLED) {
          obstacle = STARTING;
        }
      }
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
      lock.lock();
      try {
        if (!foreignPids) {
          // They would be taken for those of others, also after the configuration is read again.
          foreignPids = true;
          becomeWanted();
        }
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
    long asked = ++flushWanted;
    reading.get().wake();
    try {
      long left = FLUSH_PATIENCE.toNanos();
      while (flushDone < asked && reading.isPresent() && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (left <= 0) {
        LOG.debug("events were not read within {} ms", FLUSH_PATIENCE.toMillis());
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
      long ahead = ahead(own);
      Duration retry = FIRST_RETRY;
      while (!isStopping()) {
        Settings current = settings();
        boolean wasUp = current instanceof Settings.On on && read(on, lookup, ahead);
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

  /** By how much the clock of this process is ahead of the one that stamps events. */
  private static long ahead(Procfs own) {
    return switch (own.ownTimensOffsets()) {
      case ReadResult.Ok<TimensOffsets>(TimensOffsets offsets) -> offsets.monotonicNanos();
      // There are no time namespaces before Linux 5.6.
      case ReadResult.Vanished<TimensOffsets> none -> 0;
      case ReadResult.Denied<TimensOffsets> denied -> assumeNone("permission denied");
      case ReadResult.Malformed<TimensOffsets>(String why) -> assumeNone(why);
      case ReadResult.Failed<TimensOffsets>(Errno errno) -> assumeNone(errno.symbol());
    };
  }

  private static long assumeNone(String why) {
    LOG.warn(
        "self/timens_offsets: {}: the clock is taken for the host's; in another time namespace no"
            + " event would count",
        why);
    return 0;
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
      if (wanted instanceof Settings.Off) {
        obstacle = DISABLED;
      }
      return inForce();
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
      while (!stopping && inForce().equals(current)) {
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
  private boolean read(Settings.On on, MoverLookup lookup, long ahead) {
    long openedAt = System.nanoTime();
    try (TraceInstance instance = TraceInstance.open(on.trace(), ahead)) {
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
  private final class Reader {
    private final TraceInstance instance;
    private final MoverLookup lookup;
    private final TraceIntake intake;
    private final FirstLook firstLook;
    private final EventPace pace = new EventPace(System.nanoTime());

    Reader(TraceInstance instance, MoverLookup lookup, long openedAt) {
      this.instance = instance;
      this.lookup = lookup;
      this.intake = new TraceIntake(openedAt, instance.isOwn());
      this.firstLook = new FirstLook(lookup, instance::names, TraceWatch.this::isKnown);
    }

    void goOn(Settings.On on) throws TracefsException {
      long checked = System.nanoTime();
      while (!isToEnd(on)) {
        long asked = flushWanted();
        long begun = System.nanoTime();
        long until = instance.drain(intake);
        firstLook.at(intake.fresh(), hierarchy);
        boolean whole = until - begun >= 0;
        boolean news = handOver(intake.takeUntil(until));
        firstLook.forgetAllBut(intake.held());
        if (whole) {
          flushed(asked);
        }
        if (news) {
          tellOfEvents();
        }
        await(news);
        if (System.nanoTime() - checked >= CHECK_EVERY.toNanos()) {
          instance.check();
          checked = System.nanoTime();
        }
      }
    }

    private void await(boolean news) {
      boolean held = !intake.held().isEmpty();
      Duration pause = news || held ? pace.pause(System.nanoTime()) : Duration.ZERO;
      if (pause.isPositive()) {
        instance.awaitWake(pause);
      } else if (!held) {
        instance.await(CHECK_EVERY);
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
        return stopping || !inForce().equals(on);
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

    private void flushed(long asked) {
      lock.lock();
      try {
        flushDone = asked;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    /** Gives what was read to the scanning thread; true if there was something. */
    private boolean handOver(TraceIntake.Taken taken) {
      List<TraceRecord.Attached> moves = new ArrayList<>(taken.records().size());
      Set<Integer> elsewhere = new HashSet<>();
      for (TraceRecord each : taken.records()) {
        switch (each) {
          case TraceRecord.Attached attached -> moves.add(attached);
          case TraceRecord.NamespacesChanged there ->
              lookup.processOf(there.thread()).ifPresent(elsewhere::add);
          case TraceRecord.Idle idle -> {}
        }
      }
      lock.lock();
      try {
        long processMoves = 0;
        boolean loss = taken.lost() > 0 || taken.malformed() > 0;
        for (TraceRecord.Attached each : moves) {
          if (firstLook.isOfProcess(each)) {
            processMoves++;
            loss |= !add(each);
          } else {
            threadMoves++;
          }
        }
        if (namespaceChanges.size() < MOST_NAMESPACE_CHANGES) {
          namespaceChanges.addAll(elsewhere);
        }
        taken.counts().forEach((event, count) -> events.merge(event, count, Long::sum));
        incomplete |= loss;
        lost += taken.lost();
        malformed += taken.malformed();
        return processMoves > 0 || !elsewhere.isEmpty() || loss;
      } finally {
        lock.unlock();
      }
    }

    /** False if only a scan can tell. */
    private boolean add(TraceRecord.Attached each) {
      if (each.cut()) {
        // The path does not say where it is; a look does.
        return false;
      }
      boolean room =
          pending.add(
              each.moved(),
              each.comm(),
              each.hierarchy(),
              new CgroupPath(each.path()),
              firstLook.newcomer(each),
              each.nanos(),
              firstLook.moverOf(each));
      if (!room) {
        lost++;
      }
      return room;
    }
  }

  private boolean isKnown(int pid) {
    return Arrays.binarySearch(processes, pid) >= 0;
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

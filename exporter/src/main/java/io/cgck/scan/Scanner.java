package io.cgck.scan;

import static java.util.Objects.requireNonNull;

import com.sun.management.OperatingSystemMXBean;
import io.cgck.kernel.Errno;
import io.cgck.model.Detail;
import io.cgck.model.Snapshot;
import io.cgck.model.Vantage;
import io.cgck.procfs.KernelStat;
import io.cgck.procfs.PidList;
import io.cgck.procfs.Procfs;
import io.cgck.procfs.ProcfsException;
import io.cgck.procfs.ReadResult;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Looks at every process, at most of them with a glance that tells that nothing changed, and has
 * what it saw put together to a snapshot. What did not change since the last scan is the same
 * object in the next snapshot; a scan at which nothing did leaves next to nothing for the garbage
 * collector.
 *
 * <p>An instance belongs to the thread that opened it: that thread may have been moved to the
 * initial cgroup namespace, and what paths say depends on it.
 */
public final class Scanner implements AutoCloseable {
  /** The time of boot is read at a scan in so many: it changes only if somebody sets the clock. */
  private static final int BOOT_TIME_EVERY = 12;

  /**
   * About what one process takes of the heap, with what follows from it, and twice that while a
   * scan replaces what was before: 1.2 KiB were measured with 20,000 processes.
   */
  private static final long HEAP_FOR_ONE = 2L * 1024;

  private static final long HEAP_FOR_ALL_ELSE = 24L * 1024 * 1024;

  private static final long FRESH_NANOS = 1_000_000_000;

  private final Procfs procfs;
  private final StandPoint standPoint;
  private final ErrorCounts errors = new ErrorCounts();
  private final Situations situations = new Situations();
  private final Roster roster = new Roster();
  private final PidList listed = new PidList();
  private final Economy economy;
  private final KeptFiles files;
  private final Glance glance;
  private final SnapshotAssembly assembly;
  private Optional<Look> ahead = Optional.empty();
  private Set<Detail> lastDetails = Set.of();
  private OptionalLong bootTimeSeconds = OptionalLong.empty();
  private long scans;
  private Look lastLook = new Look(0, 0, true, false, 0, 0, 0);

  private Scanner(Procfs procfs, Clock clock, Economy economy) {
    this.procfs = procfs;
    this.standPoint = StandPoint.take(procfs);
    // Where the kernel does not say how many, none is held.
    long descriptors = procfs.raiseOpenFiles().toOptional().orElse(0L);
    this.files =
        new KeptFiles(procfs, Math.min(descriptors, economy.descriptors()), Scanner::memoryBytes);
    this.economy = economy;
    this.glance = new Glance(procfs, files);
    this.assembly = new SnapshotAssembly(procfs, standPoint, errors, clock);
  }

  /**
   * Opens a procfs for scanning, by and for the calling thread. If that thread is in a cgroup
   * namespace of its own, it is moved to the initial one where the kernel allows it.
   *
   * @throws ProcfsException if there is no procfs at the path
   */
  public static Scanner open(Path procfs, Clock clock) throws ProcfsException {
    return open(
        procfs,
        clock,
        new Economy(
            Long.MAX_VALUE, processesThatFit(Runtime.getRuntime().maxMemory()), Rotation::of));
  }

  @SuppressWarnings("MustBeClosedChecker") // closed by close()
  static Scanner open(Path procfs, Clock clock, Economy economy) throws ProcfsException {
    return new Scanner(Procfs.open(requireNonNull(procfs, "procfs is null")), clock, economy);
  }

  /**
   * How it spares work and memory.
   *
   * @param descriptors how many it may have open, if the kernel allows more
   * @param processes how many it watches at most
   * @param turns in which it looks at what seldom changes
   */
  record Economy(long descriptors, int processes, Rotation.Turns turns) {}

  /** How many processes there is room for in a heap that may grow to so many bytes. */
  static int processesThatFit(long heapBytes) {
    return Math.clamp((heapBytes - HEAP_FOR_ALL_ELSE) / HEAP_FOR_ONE, 1, Integer.MAX_VALUE);
  }

  /** Memory that this process may use: that of its cgroup or of the host, as the JDK knows it. */
  private static long memoryBytes() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  /** CPU time that other threads spent on behalf of this one, since it was opened. */
  long helpersCpuNanos() {
    return assembly.helpersCpuNanos();
  }

  public Vantage vantage() {
    return standPoint.vantage();
  }

  /**
   * Scans once.
   *
   * @param details what matchers need to know of processes
   * @param mountAllowance time for reading mount tables again that are known already
   * @throws ProcfsException if the directory of processes cannot be read any more
   */
  public Snapshot scan(Set<Detail> details, Duration mountAllowance) throws ProcfsException {
    long now = System.nanoTime();
    Optional<Look> already = ahead.filter(look -> details.isEmpty() && look.isFresh(now));
    ahead = Optional.empty();
    Look look = already.isPresent() ? already.get() : look(details);
    lastLook = look;
    return assembly.assemble(roster, situations, look, bootTimeSeconds, mountAllowance);
  }

  /**
   * Looks at all processes already now, for the scan that follows within a second, if that needs no
   * details.
   *
   * @throws ProcfsException if the directory of processes cannot be read any more
   */
  void lookAhead() throws ProcfsException {
    ahead = Optional.of(look(Set.of()));
  }

  /**
   * Looks at some processes, in full. All others are taken to be as they were at the last scan.
   *
   * @param pids processes to look at, known or not; whoever has none of these has ended
   */
  public Snapshot lookAt(Set<Integer> pids) {
    long begun = System.nanoTime();
    ProcessReader reader = new ProcessReader(procfs, lastDetails, true, situations, errors);
    int[] wanted = pids.stream().mapToInt(Integer::intValue).sorted().toArray();
    roster.begin(roster.size() + wanted.length);
    boolean changed = false;
    for (int pid : wanted) {
      roster.presumeUpTo(pid);
      changed |= lookAt(pid, reader);
    }
    roster.presumeUpTo(Integer.MAX_VALUE);
    changed |= roster.finish(files);
    return assembly.assemble(
        roster,
        situations,
        new Look(
            begun,
            System.nanoTime() - begun,
            false,
            changed,
            lastLook.vanished(),
            lastLook.hidden(),
            lastLook.unwatched()),
        bootTimeSeconds,
        Duration.ZERO);
  }

  /** True if it is not as before. One that has gone is not kept. */
  private boolean lookAt(int pid, ProcessReader reader) {
    boolean known = roster.goTo(pid, files);
    if (!known && isFull()) {
      return false;
    }
    if (reader.read(pid, last(known), true)
        instanceof ProcessReader.Look.Seen(Observation process)) {
      return take(process, known);
    }
    if (known) {
      roster.endCurrent(files);
    }
    return false;
  }

  /** Whether there is no room for a process that is not watched yet. */
  private boolean isFull() {
    return roster.reserved() >= economy.processes();
  }

  private Optional<Observation> last(boolean known) {
    return known ? Optional.of(roster.current().observation()) : Optional.empty();
  }

  /**
   * What a look at processes gave, but for the processes themselves.
   *
   * @param begun when, as {@link System#nanoTime}
   * @param nanos how long it took
   * @param whole whether it was at all of them
   * @param changed whether any of them came, went or is not as before
   * @param unwatched how many there was no room for
   */
  record Look(
      long begun,
      long nanos,
      boolean whole,
      boolean changed,
      int vanished,
      int hidden,
      int unwatched) {
    boolean isFresh(long now) {
      return now - begun < FRESH_NANOS;
    }
  }

  private Look look(Set<Detail> details) throws ProcfsException {
    long begun = System.nanoTime();
    if (errors.valueOf(procfs.listPids(listed), "/").isEmpty()) {
      throw new ProcfsException(procfs.path() + " cannot be read any more");
    }
    readBootTime();
    boolean otherDetails = !details.equals(lastDetails);
    ProcessReader reader = new ProcessReader(procfs, details, !otherDetails, situations, errors);
    Rotation rotation = economy.turns().at(scans, listed.size());
    lastDetails = Set.copyOf(details);
    boolean changed = false;
    int vanished = 0;
    int hidden = 0;
    int unwatched = 0;
    roster.begin(listed.size());
    for (int index = 0; index < listed.size(); index++) {
      int pid = listed.at(index);
      boolean known = roster.goTo(pid, files);
      if (known && !otherDetails && glance.isAsBefore(roster.current(), rotation)) {
        roster.current().isAsBefore();
        roster.keepCurrent();
        continue;
      }
      if (!known && isFull()) {
        unwatched++;
        continue;
      }
      ProcessReader.Look look =
          reader.read(pid, last(known), otherDetails || rotation.isAllDue(pid));
      if (look instanceof ProcessReader.Look.Seen(Observation process)) {
        changed |= take(process, known);
      } else if (look instanceof ProcessReader.Look.Vanished) {
        vanished++;
      } else {
        hidden++;
      }
    }
    scans++;
    boolean other = roster.finish(files) || changed;
    return new Look(begun, System.nanoTime() - begun, true, other, vanished, hidden, unwatched);
  }

  /** Takes what was read of a process; true if it is not as before. */
  private boolean take(Observation process, boolean known) {
    if (!known) {
      roster.add(new Tracked(process));
      return true;
    }
    Tracked current = roster.current();
    if (!current.observation().id().equals(process.id())) {
      // The PID has a new owner.
      roster.replaceCurrent(new Tracked(process), files);
      return true;
    }
    if (process.zombie() && !current.observation().zombie()) {
      files.release(current);
      roster.end(process.id().pid());
    }
    roster.keepCurrent();
    return current.observe(process);
  }

  /** Kept as long as it stays about the same, so that start times do not waver with the clock. */
  private void readBootTime() {
    if (scans % BOOT_TIME_EVERY != 0 && bootTimeSeconds.isPresent()) {
      return;
    }
    ReadResult<KernelStat> stat = procfs.kernelStat();
    if (stat instanceof ReadResult.Vanished<KernelStat>) {
      // As in a procfs with the mount option subset=pid.
      errors.add("/stat", Errno.ENOENT.symbol(), 1);
    }
    Optional<Long> now = errors.valueOf(stat, "/stat").map(KernelStat::bootTimeSeconds);
    if (now.isPresent()
        && (bootTimeSeconds.isEmpty() || Math.abs(now.get() - bootTimeSeconds.getAsLong()) > 1)) {
      bootTimeSeconds = OptionalLong.of(now.get());
    }
  }

  @Override
  public void close() {
    roster.releaseAll(files);
    procfs.close();
  }
}

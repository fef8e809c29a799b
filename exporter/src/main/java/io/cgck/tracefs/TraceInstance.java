package io.cgck.tracefs;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.MustBeClosed;
import io.cgck.kernel.PolledFiles;
import io.cgck.procfs.ReadResult;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A trace instance, open for reading: one of cgck's own, made here and removed when it is closed,
 * or one that somebody else prepared, which is only read. While its pipes are open the kernel
 * refuses to remove it, so that two readers never take each other's events.
 *
 * <p>An instance belongs to one thread, but for {@link #wake()}.
 */
public final class TraceInstance implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TraceInstance.class);
  private static final int LARGEST_NAMES = 1 << 20;
  private static final int READS_FOR_EACH_CPU = 256;

  private final TraceDirectory directory;
  private final boolean own;
  private final List<String> events;
  private final Path names;
  private final Map<Integer, EventDecoder> decoders;
  private final RingPage ring;
  private final PolledFiles pipes;
  private final byte[] page;
  private final long ahead;
  private boolean removed;

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed by close()
  private TraceInstance(
      TraceDirectory directory,
      boolean own,
      List<String> events,
      TraceSettings settings,
      long ahead)
      throws TracefsException {
    this.directory = directory;
    this.ahead = ahead;
    this.own = own;
    this.events = List.copyOf(events);
    this.names = settings.tracefs().resolve("saved_cmdlines");
    this.decoders = decoders(directory, events);
    PageFormat format = directory.pageFormat();
    this.ring = RingPage.of(format);
    this.page = new byte[format.pageSize()];
    this.pipes = PolledFiles.open(directory.pipes(), format.pageSize());
    Optional<PolledFiles.Failure> failure = pipes.failure();
    if (failure.isPresent()) {
      pipes.close();
      throw new TracefsException(
          failure.get().errno().isDenied() ? Obstacle.Reason.NOT_PERMITTED : Obstacle.Reason.FAILED,
          "cannot open %s: %s".formatted(failure.get().path(), failure.get().errno().symbol()));
    }
  }

  /**
   * Opens an instance with its events on.
   *
   * @param ahead by how many nanoseconds {@link System#nanoTime} is ahead of the host's monotonic
   *     clock, as it is in a time namespace
   * @throws TracefsException if there can be none; nothing is left of what was begun
   */
  @MustBeClosed
  public static TraceInstance open(TraceSettings settings, long ahead) throws TracefsException {
    Path tracefs = settings.tracefs();
    requireReachable(tracefs);
    Path instances = tracefs.resolve("instances");
    if (!Files.isDirectory(instances)) {
      return openPrepared(new TraceDirectory(tracefs), settings, ahead);
    }
    TraceDirectory directory = new TraceDirectory(instances.resolve(settings.instance()));
    if (make(directory)) {
      return openOwn(directory, settings, ahead);
    }
    return openPrepared(directory, settings, ahead);
  }

  private static void requireReachable(Path tracefs) throws TracefsException {
    try {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(tracefs)) {
        if (!entries.iterator().hasNext()) {
          throw notMounted(tracefs);
        }
      }
      if (!Files.exists(tracefs.resolve("events")) && !Files.exists(tracefs.resolve("instances"))) {
        throw notMounted(tracefs);
      }
    } catch (NoSuchFileException e) {
      throw notMounted(tracefs);
    } catch (IOException e) {
      throw TraceDirectory.obstacle(tracefs, "read", e);
    }
  }

  private static TracefsException notMounted(Path tracefs) {
    return new TracefsException(
        Obstacle.Reason.NOT_MOUNTED,
        "no tracefs is mounted at %s: mount -t tracefs tracefs /sys/kernel/tracing, or name the place with --path.tracefs"
            .formatted(tracefs));
  }

  /**
   * Makes the directory, in place of one that a killed daemon left.
   *
   * @return false if there is one that only somebody else may make and remove
   */
  private static boolean make(TraceDirectory directory) throws TracefsException {
    Path path = directory.path();
    try {
      Files.deleteIfExists(path);
      Files.createDirectory(path);
      return true;
    } catch (FileAlreadyExistsException e) {
      throw inUse(path);
    } catch (AccessDeniedException e) {
      if (Files.isDirectory(path)) {
        return false;
      }
      throw TraceDirectory.obstacle(path, "make", e);
    } catch (IOException e) {
      String reason = e instanceof FileSystemException of ? String.valueOf(of.getReason()) : "";
      if (reason.contains("busy")) {
        throw inUse(path);
      }
      if (Files.isDirectory(path)) {
        return false;
      }
      throw TraceDirectory.obstacle(path, "make", e);
    }
  }

  private static TracefsException inUse(Path path) {
    return new TracefsException(
        Obstacle.Reason.IN_USE,
        path
            + " is in use by another program, perhaps another cgck: end that one, or name another"
            + " instance (trace.instance)");
  }

  @MustBeClosed
  private static TraceInstance openOwn(TraceDirectory directory, TraceSettings settings, long ahead)
      throws TracefsException {
    try {
      List<String> events = wanted(directory, settings);
      // Before there are events: a change of the clock empties the buffer.
      directory.write("trace_clock", "mono");
      if (Files.exists(directory.path().resolve("buffer_percent"))) {
        // Otherwise waiting ends when the buffer is half full.
        directory.write("buffer_percent", "0");
      }
      directory.write("buffer_size_kb", Integer.toString(settings.bufferKib()));
      for (String event : events) {
        directory.write("events/" + event + "/enable", "1");
      }
      return new TraceInstance(directory, true, events, settings, ahead);
    } catch (TracefsException | RuntimeException e) {
      remove(directory.path());
      throw e;
    }
  }

  @MustBeClosed
  private static TraceInstance openPrepared(
      TraceDirectory directory, TraceSettings settings, long ahead) throws TracefsException {
    List<String> events = new ArrayList<>();
    for (String event : wanted(directory, settings)) {
      if (directory.isOn(event)) {
        events.add(event);
      } else if (event.equals(TraceDirectory.ATTACH)) {
        throw notPrepared(directory, "the event " + event + " is off: echo 1 > its file enable");
      }
    }
    if (!directory.isMonotonic()) {
      throw notPrepared(directory, "its clock is another one: echo mono > trace_clock");
    }
    if (!directory.isRecording()) {
      throw notPrepared(directory, "it does not record: echo 1 > tracing_on");
    }
    return new TraceInstance(directory, false, events, settings, ahead);
  }

  private static TracefsException notPrepared(TraceDirectory directory, String why) {
    return new TracefsException(
        Obstacle.Reason.NOT_PREPARED,
        "the instance %s is not prepared for cgck: %s".formatted(directory.path(), why));
  }

  /** The events to be read, as far as this kernel has them. */
  private static List<String> wanted(TraceDirectory directory, TraceSettings settings)
      throws TracefsException {
    if (!directory.hasEvent(TraceDirectory.ATTACH)) {
      throw new TracefsException(
          Obstacle.Reason.EVENT_MISSING,
          "%s does not exist: this kernel does not tell of moves between cgroups (CONFIG_CGROUPS, Linux 4.11 or later), or it may not be looked into"
              .formatted(directory.event(TraceDirectory.ATTACH)));
    }
    List<String> wanted = new ArrayList<>(List.of(TraceDirectory.ATTACH, TraceDirectory.TRANSFER));
    if (settings.namespaceEvents()) {
      wanted.addAll(TraceDirectory.NAMESPACE_CALLS);
    }
    for (String event : wanted) {
      if (!directory.hasEvent(event)) {
        LOG.info("this kernel lacks the event {}; the others do", event);
      }
    }
    return wanted.stream().filter(directory::hasEvent).toList();
  }

  private static Map<Integer, EventDecoder> decoders(TraceDirectory directory, List<String> events)
      throws TracefsException {
    Map<Integer, EventDecoder> decoders = new HashMap<>();
    for (String event : events) {
      ReadResult<EventDecoder> made =
          EventDecoder.of(directory.format(event), ByteOrder.nativeOrder());
      EventDecoder decoder =
          made.toOptional()
              .orElseThrow(
                  () ->
                      new TracefsException(
                          Obstacle.Reason.MALFORMED,
                          made instanceof ReadResult.Malformed<EventDecoder>(String why)
                              ? why
                              : event + " is not understood"));
      decoders.put(decoder.id(), decoder);
    }
    return decoders;
  }

  /** Where it is. */
  public Path path() {
    return directory.path();
  }

  /** Whether it was made here, and not by somebody else. */
  public boolean isOwn() {
    return own;
  }

  /** Names of the events that are read, without their systems. */
  public List<String> events() {
    return decoders.values().stream().map(EventDecoder::event).sorted().toList();
  }

  /** Takes what the pipes give. */
  public interface Sink {
    /**
     * A record.
     *
     * @param event name of the event
     */
    void happened(String event, TraceRecord happening);

    /** Records were overwritten before they were read: so many, or at least. */
    void lost(long count);

    /** A record, or the rest of a page, that makes no sense. */
    void malformed();
  }

  /** Waits for events, or for {@link #wake()}, or at most so long. */
  public void await(Duration atMost) {
    pipes.await(atMost);
  }

  /** Waits for {@link #wake()} only, at most so long. */
  public void awaitWake(Duration atMost) {
    pipes.awaitWake(atMost);
  }

  /** Ends the waiting. For any thread. */
  public void wake() {
    pipes.wake();
  }

  /**
   * Reads what there is, CPU by CPU.
   *
   * @return until when no event is missing, as {@link System#nanoTime}: of later ones some may have
   *     been read, and some not, since one CPU is read after the other
   * @throws TracefsException if the kernel does not let it be read any more
   */
  public long drain(Sink sink) throws TracefsException {
    Pages pages = new Pages(sink);
    long until = System.nanoTime();
    for (int cpu = 0; cpu < pipes.count(); cpu++) {
      if (!drain(cpu, pages) && pages.lastNanos - until < 0) {
        until = pages.lastNanos;
      }
    }
    return until;
  }

  /** Reads what there is of one CPU; false if that is not all. */
  private boolean drain(int cpu, Pages pages) throws TracefsException {
    // Whoever makes events faster than they can be read must not keep the others' from being read.
    for (int reads = 0; reads < READS_FOR_EACH_CPU; reads++) {
      int count = pipes.read(cpu, page);
      if (count < 0) {
        throw new TracefsException(
            Obstacle.Reason.SWITCHED_OFF,
            "the instance %s cannot be read any more (error %d)"
                .formatted(directory.path(), -count));
      }
      if (count == 0) {
        return true;
      }
      ring.read(page, Math.min(count, page.length), pages);
    }
    return false;
  }

  private final class Pages implements RingPage.Sink {
    private final Sink sink;
    private long lastNanos = System.nanoTime();

    Pages(Sink sink) {
      this.sink = sink;
    }

    @Override
    public void record(long hostNanos, int from, int to) {
      long nanos = hostNanos + ahead;
      lastNanos = nanos;
      if (to - from < Short.BYTES) {
        sink.malformed();
        return;
      }
      EventDecoder decoder = decoders.get(id(from));
      if (decoder == null) {
        // Somebody switched on further events here.
        return;
      }
      decoder
          .decode(page, nanos, from, to)
          .ifPresentOrElse(happening -> sink.happened(decoder.event(), happening), sink::malformed);
    }

    private int id(int from) {
      int first = Byte.toUnsignedInt(page[from]);
      int second = Byte.toUnsignedInt(page[from + 1]);
      return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
          ? first | second << Byte.SIZE
          : first << Byte.SIZE | second;
    }

    @Override
    public void lost(long count) {
      sink.lost(count);
    }

    @Override
    public void malformed() {
      sink.malformed();
    }
  }

  /**
   * Looks whether events still come.
   *
   * @throws TracefsException if somebody has switched them off or removed the instance
   */
  public void check() throws TracefsException {
    try {
      for (String event : events) {
        if (!directory.isOn(event)) {
          throw new TracefsException(
              Obstacle.Reason.SWITCHED_OFF,
              "somebody has switched off %s".formatted(directory.event(event)));
        }
      }
      if (!directory.isRecording()) {
        throw new TracefsException(
            Obstacle.Reason.SWITCHED_OFF,
            "somebody has written 0 to %s/tracing_on".formatted(directory.path()));
      }
    } catch (TracefsException e) {
      if (e.obstacle().reason() == Obstacle.Reason.FAILED) {
        removed = !Files.isDirectory(directory.path());
        throw new TracefsException(
            Obstacle.Reason.SWITCHED_OFF,
            removed
                ? "somebody has removed the instance " + directory.path()
                : e.obstacle().sentence());
      }
      throw e;
    }
  }

  /**
   * The command name that the kernel keeps of a thread that caused an event, also when it has
   * ended; empty if it does not, or if that may not be read.
   *
   * @param threads IDs in the initial PID namespace
   */
  public Map<Integer, String> names(Iterable<Integer> threads) {
    SavedCmdlines saved = savedCmdlines();
    Map<Integer, String> found = new HashMap<>();
    for (int thread : threads) {
      saved.of(thread).ifPresent(name -> found.put(thread, name));
    }
    return found;
  }

  private SavedCmdlines savedCmdlines() {
    try {
      byte[] bytes = Files.readAllBytes(requireNonNull(names));
      return SavedCmdlines.parse(bytes, Math.min(bytes.length, LARGEST_NAMES));
    } catch (IOException e) {
      LOG.debug("the names of threads that have ended cannot be read", e);
      return SavedCmdlines.NONE;
    }
  }

  /** Ends the reading, and removes the instance if it was made here. */
  @Override
  public void close() {
    pipes.close();
    if (own && !removed) {
      remove(directory.path());
    }
  }

  private static void remove(Path path) {
    try {
      // It goes with its events; they need not be switched off.
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.warn("the trace instance {} could not be removed: {}", path, e.getMessage());
    }
  }

  /**
   * Removes instances that others left who can be told by the beginning of their names. What is in
   * use stays.
   */
  public static void removeLeft(Path tracefs, String prefix) {
    Path instances = tracefs.resolve("instances");
    try (DirectoryStream<Path> left = Files.newDirectoryStream(instances, prefix + "*")) {
      for (Path path : left) {
        try {
          Files.deleteIfExists(path);
        } catch (IOException e) {
          LOG.debug("{} stays", path, e);
        }
      }
    } catch (IOException e) {
      LOG.debug("instances that were left cannot be looked for", e);
    }
  }
}

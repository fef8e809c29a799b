package io.cgck.procfs;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.MustBeClosed;
import io.cgck.kernel.Descriptor;
import io.cgck.kernel.Errno;
import io.cgck.kernel.FileName;
import io.cgck.kernel.KernelReader;
import io.cgck.model.Capability;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A mounted {@code proc(5)} file system, or a tree of the same shape.
 *
 * <p>An instance belongs to one thread: what its files say depends on the namespaces of the thread
 * that reads them.
 */
public final class Procfs implements AutoCloseable {
  /** Where the kernel's own documentation mounts it. */
  public static final Path USUAL_PLACE = Path.of("/proc");

  private static final FileName STAT = FileName.of("stat");
  private static final FileName CGROUP = FileName.of("cgroup");
  private static final FileName ROOT = FileName.of("root");
  private static final FileName SELF = FileName.of("self");
  private static final FileName THREAD_SELF = FileName.of("thread-self");
  private static final FileName OWN_CGROUP_NAMESPACE = FileName.of("self/ns/cgroup");
  private static final FileName OWN_TIMENS_OFFSETS = FileName.of("self/timens_offsets");

  private final Path path;
  private final KernelReader reader;
  private final NamespaceLinks links;
  private final Descriptor root;

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed by close()
  private Procfs(Path path, KernelReader reader) {
    this.path = path;
    this.reader = reader;
    this.links = new NamespaceLinks(reader);
    this.root = reader.open(path.toString());
  }

  /**
   * Opens a procfs.
   *
   * @throws ProcfsException if there is none at the path
   */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed by the caller, or here when it is none
  public static Procfs open(Path path) throws ProcfsException {
    Procfs procfs = new Procfs(requireNonNull(path, "path is null"), new KernelReader());
    Optional<String> objection = procfs.objection();
    if (objection.isPresent()) {
      procfs.close();
      throw new ProcfsException(path + " " + objection.get());
    }
    return procfs;
  }

  /** Why this is no procfs; empty if it is one. */
  private Optional<String> objection() {
    ReadResult<PidList> listed = listPids(new PidList());
    if (listed instanceof ReadResult.Ok<PidList>(PidList pids) && pids.size() > 0) {
      return Optional.empty();
    }
    return switch (listed) {
      case ReadResult.Ok<PidList> empty -> Optional.of("holds no processes: it is no procfs");
      case ReadResult.Vanished<PidList>() -> Optional.of("does not exist");
      case ReadResult.Denied<PidList>() -> Optional.of("may not be read by this user");
      case ReadResult.Malformed<PidList>(String why) -> Optional.of("is malformed: " + why);
      case ReadResult.Failed<PidList>(Errno errno) ->
          Optional.of(
              errno.equals(Errno.ENOTDIR)
                  ? "is not a directory"
                  : "cannot be read: " + errno.symbol());
    };
  }

  public Path path() {
    return path;
  }

  /**
   * PIDs of all processes in the PID namespace of this procfs.
   *
   * @param list that is filled with them, and is the result if that succeeds
   */
  public ReadResult<PidList> listPids(PidList list) {
    if (!root.isOpen()) {
      return root.failure().map(ReadResult::<PidList>ofError).orElseThrow();
    }
    int count = reader.listNumbers(root);
    if (count < 0) {
      return ReadResult.ofError(Errno.ofResult(count));
    }
    list.fill(reader.listed(), count);
    return new ReadResult.Ok<>(list);
  }

  /** Opens {@code /proc/PID/cgroup} to hold it open. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed by the file's close()
  public CgroupFile cgroupFile(int pid) {
    return new CgroupFile(reader, reader.openAt(root, pid, CGROUP));
  }

  /** Whether {@code /proc/PID/cgroup} says the same as before. */
  public boolean says(int pid, RawCgroup before) {
    int length = reader.glanceAt(root, pid, CGROUP);
    return length > 0 && before.isIn(reader.bytes(), length);
  }

  /** Whether {@code /proc/PID/stat} still says this of a process that has not ended. */
  public boolean says(int pid, ProcStat before) {
    int length = reader.glanceAt(root, pid, STAT);
    return length > 0 && before.isStillSaidBy(reader.bytes(), length);
  }

  /** Whether the process is in this namespace. Leaves nothing for the garbage collector. */
  public boolean isIn(int pid, NamespaceId namespace) {
    int length = reader.glanceAtLink(root, pid, NamespaceLinks.nameOf(namespace.kind()));
    return length > 0 && ProcNamespaceLink.names(namespace, reader.bytes(), length);
  }

  /** Whether {@code /proc/PID/root} leads there. */
  public boolean hasRoot(int pid, String target) {
    int length = reader.glanceAtLink(root, pid, ROOT);
    return length > 0
        && (KernelText.contentEquals(reader.bytes(), 0, length, target)
            || KernelText.of(reader.bytes(), length).toString().equals(target));
  }

  /**
   * Lets this process have as many files open as the kernel allows it.
   *
   * @return how many that are
   */
  public ReadResult<Long> raiseOpenFiles() {
    long most = reader.raiseOpenFiles();
    return most < 0 ? ReadResult.ofError(Errno.ofResult(most)) : new ReadResult.Ok<>(most);
  }

  /**
   * Opens the directory of a process, whose {@code failure()} tells when there is none. The ID of a
   * thread gives that thread's own view ({@code proc(5)}: not listed, but there).
   */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed by the directory's close()
  public ProcessDirectory process(int pid) {
    return new ProcessDirectory(reader, links, reader.openAt(root, pid));
  }

  /** The reader's own directory ({@code /proc/self}). */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed by the directory's close()
  public ProcessDirectory self() {
    return new ProcessDirectory(reader, links, reader.openAt(root, SELF));
  }

  /**
   * The directory of the calling thread ({@code /proc/thread-self}), or that of its process where
   * the kernel is too old for it (before 3.17).
   */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed by the directory's close()
  public ProcessDirectory thread() {
    Descriptor thread = reader.openAt(root, THREAD_SELF);
    return thread.isOpen() ? new ProcessDirectory(reader, links, thread) : self();
  }

  /**
   * Takes capabilities into effect for the calling thread and the threads that it starts, as far as
   * they are permitted to it.
   */
  public ReadResult<Boolean> raise(Set<Capability> capabilities) {
    int set = 0;
    for (Capability capability : capabilities) {
      set |= 1 << capability.number();
    }
    int result = reader.raiseCapabilities(set);
    return result < 0 ? ReadResult.ofError(Errno.ofResult(result)) : new ReadResult.Ok<>(true);
  }

  public ReadResult<KernelStat> kernelStat() {
    int length = reader.read(root, STAT);
    return length < 0
        ? ReadResult.ofError(Errno.ofResult(length))
        : KernelStat.parse(reader.bytes(), length);
  }

  /** The cgroup namespace of the reading process. */
  public ReadResult<NamespaceId> ownCgroupNamespace() {
    int length = reader.readLink(root, OWN_CGROUP_NAMESPACE);
    if (length < 0) {
      // This procfs may be of a PID namespace in which the reader is not visible.
      length = reader.readLink(USUAL_PLACE + "/self/ns/cgroup");
    }
    return length < 0
        ? ReadResult.ofError(Errno.ofResult(length))
        : ProcNamespaceLink.parse(NamespaceKind.CGROUP, reader.bytes(), length);
  }

  /** The clocks of the reading process. */
  public ReadResult<TimensOffsets> ownTimensOffsets() {
    int length = reader.read(root, OWN_TIMENS_OFFSETS);
    return length < 0
        ? ReadResult.ofError(Errno.ofResult(length))
        : TimensOffsets.parse(reader.bytes(), length);
  }

  /** Clock ticks in a second, the unit of {@link ProcStat#startTicks()}. */
  public long clockTicksPerSecond() {
    return reader.clockTicksPerSecond();
  }

  @Override
  public void close() {
    root.close();
  }
}

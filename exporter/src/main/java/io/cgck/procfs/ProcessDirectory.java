package io.cgck.procfs;

import io.cgck.kernel.Descriptor;
import io.cgck.kernel.Errno;
import io.cgck.kernel.FileName;
import io.cgck.kernel.KernelReader;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * {@code /proc/PID}, held open: all that is read through it is of one and the same process, even if
 * the PID gets a new owner meanwhile.
 */
public final class ProcessDirectory implements AutoCloseable {
  private static final FileName STAT = FileName.of("stat");
  private static final FileName CGROUP = FileName.of("cgroup");
  private static final FileName MOUNTINFO = FileName.of("mountinfo");
  private static final FileName STATUS = FileName.of("status");
  private static final FileName CMDLINE = FileName.of("cmdline");
  private static final FileName EXE = FileName.of("exe");
  private static final FileName ROOT = FileName.of("root");
  private static final FileName TASK = FileName.of("task");

  private final KernelReader reader;
  private final NamespaceLinks links;
  private final Descriptor directory;

  ProcessDirectory(KernelReader reader, NamespaceLinks links, Descriptor directory) {
    this.reader = reader;
    this.links = links;
    this.directory = directory;
  }

  /** Why the directory could not be opened; empty when it was. */
  public Optional<ReadResult<ProcStat>> failure() {
    return directory.failure().map(ReadResult::ofError);
  }

  /** Whether the directory could be opened. */
  public boolean isOpen() {
    return directory.isOpen();
  }

  public ReadResult<ProcStat> stat() {
    int length = reader.readAtOnce(directory, STAT);
    return length < 0 ? error(length) : ProcStat.parse(reader.bytes(), length);
  }

  public ReadResult<ProcCgroup> cgroup() {
    return cgroup(RawCgroup.NOTHING).map(CgroupRead::parsed);
  }

  /** Thread IDs ({@code /proc/PID/task}), ascending. */
  public ReadResult<int[]> threads() {
    try (Descriptor task = reader.openAt(directory, TASK)) {
      if (!task.isOpen()) {
        return task.failure().map(ReadResult::<int[]>ofError).orElseThrow();
      }
      int count = reader.listNumbers(task);
      return count < 0 ? error(count) : new ReadResult.Ok<>(Arrays.copyOf(reader.listed(), count));
    }
  }

  /**
   * {@code /proc/PID/cgroup}, parsed.
   *
   * @param unchanged whether the bytes were those of last time; {@code parsed} is then not made
   */
  public record CgroupRead(boolean unchanged, RawCgroup raw, ProcCgroup parsed) {}

  private static final ProcCgroup NOT_PARSED = new ProcCgroup(List.of());

  /** Reads {@code /proc/PID/cgroup}, and parses it unless its bytes are those of last time. */
  public ReadResult<CgroupRead> cgroup(RawCgroup last) {
    int length = reader.readAtOnce(directory, CGROUP);
    if (length < 0) {
      return error(length);
    }
    byte[] bytes = reader.bytes();
    if (length > 0 && last.isIn(bytes, length)) {
      return new ReadResult.Ok<>(new CgroupRead(true, last, NOT_PARSED));
    }
    return ProcCgroup.parse(bytes, length)
        .map(parsed -> new CgroupRead(false, RawCgroup.copyOf(bytes, length), parsed));
  }

  /** Whether the process is in this namespace. */
  public boolean isIn(NamespaceId namespace) {
    int length = reader.readLink(directory, NamespaceLinks.nameOf(namespace.kind()));
    return length > 0 && ProcNamespaceLink.names(namespace, reader.bytes(), length);
  }

  /** Whether {@code /proc/PID/root} leads there. */
  public boolean hasRoot(String target) {
    int length = reader.readLink(directory, ROOT);
    return length > 0
        && (KernelText.contentEquals(reader.bytes(), 0, length, target)
            || linkText(length).equals(target));
  }

  public ReadResult<ProcMountinfo> mountinfo() {
    return mountinfo(RawMountinfo.NOTHING, 0).map(MountinfoRead::parsed);
  }

  /**
   * {@code /proc/PID/mountinfo}, parsed.
   *
   * @param unchanged whether the text was that of last time; {@code parsed} is then not made
   * @param text for next time; nothing if it is too long to be kept
   */
  public record MountinfoRead(boolean unchanged, RawMountinfo text, ProcMountinfo parsed) {}

  private static final ProcMountinfo NO_MOUNTINFO_PARSED = new ProcMountinfo(List.of(), 0, 0);

  /**
   * Reads {@code /proc/PID/mountinfo}, and parses it unless its text is that of last time.
   *
   * @param keptLength texts of at most so many bytes are kept
   */
  public ReadResult<MountinfoRead> mountinfo(RawMountinfo last, int keptLength) {
    int length = reader.read(directory, MOUNTINFO);
    if (length < 0) {
      return error(length);
    }
    if (last.isIn(reader.bytes(), length)) {
      return new ReadResult.Ok<>(new MountinfoRead(true, last, NO_MOUNTINFO_PARSED));
    }
    ProcMountinfo parsed = ProcMountinfo.parse(reader.bytes(), length);
    // A torn text may come out whole the next time, and its lines are to be counted.
    boolean kept = length <= keptLength && parsed.malformedLines() == 0 && parsed.omitted() == 0;
    return new ReadResult.Ok<>(
        new MountinfoRead(
            false,
            kept ? RawMountinfo.copyOf(reader.bytes(), length) : RawMountinfo.NOTHING,
            parsed));
  }

  public ReadResult<ProcStatus> status() {
    int length = reader.readAtOnce(directory, STATUS);
    return length < 0 ? error(length) : ProcStatus.parse(reader.bytes(), length);
  }

  /** {@code /proc/PID/cmdline}, at most 64 KiB of it. */
  public ReadResult<ProcCmdline> cmdline() {
    int length = reader.readBeginning(directory, CMDLINE);
    return length < 0
        ? error(length)
        : new ReadResult.Ok<>(ProcCmdline.parse(reader.bytes(), length));
  }

  /** Target of {@code /proc/PID/exe} ({@code proc_pid_exe(5)}). */
  public ReadResult<String> exe() {
    return link(EXE, length -> new ReadResult.Ok<>(linkText(length)));
  }

  /** Target of {@code /proc/PID/root} ({@code proc_pid_root(5)}). */
  public ReadResult<String> root() {
    return link(ROOT, length -> new ReadResult.Ok<>(linkText(length)));
  }

  /** A namespace of the process ({@code /proc/PID/ns/KIND}). */
  public ReadResult<NamespaceId> namespace(NamespaceKind kind) {
    return links.read(directory, kind);
  }

  /**
   * Moves the calling thread into the cgroup namespace of the process, if that is still the one
   * expected.
   */
  public ReadResult<NamespaceId> enterCgroupNamespace(NamespaceId expected) {
    try (Descriptor namespace =
        reader.openAt(directory, NamespaceLinks.nameOf(NamespaceKind.CGROUP))) {
      if (!namespace.isOpen()) {
        return namespace.failure().map(ReadResult::<NamespaceId>ofError).orElseThrow();
      }
      if (reader.inode(namespace).orElse(0) != expected.inode()) {
        return new ReadResult.Vanished<>();
      }
      int result = reader.enterCgroupNamespace(namespace);
      return result < 0 ? error(result) : new ReadResult.Ok<>(expected);
    }
  }

  private <T> ReadResult<T> link(FileName name, IntFunction<ReadResult<T>> parse) {
    int length = reader.readLink(directory, name);
    return length < 0 ? error(length) : parse.apply(length);
  }

  private String linkText(int length) {
    return KernelText.of(reader.bytes(), length).toString();
  }

  private static <T> ReadResult<T> error(int result) {
    return ReadResult.ofError(Errno.ofResult(result));
  }

  @Override
  public void close() {
    directory.close();
  }
}

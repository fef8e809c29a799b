package io.cgck.cgroupfs;

import com.google.errorprone.annotations.MustBeClosed;
import io.cgck.kernel.Descriptor;
import io.cgck.kernel.Errno;
import io.cgck.kernel.FileName;
import io.cgck.kernel.KernelReader;
import io.cgck.model.CgroupPath;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;

/**
 * The cgroups of one hierarchy, read below the directory of its root cgroup. Directories stay open
 * from look to look as far as the budget goes: a file is then one {@code openat(2)} without a walk
 * along the path, and what an open directory tells is of the same cgroup, whatever is made under
 * its name.
 */
final class CgroupTree implements AutoCloseable {
  /** After so many looks a file that was not there is asked for again. */
  private static final int ASK_AGAIN_EVERY = 12;

  private final KernelReader reader;
  private final Descriptor root;
  private final DescriptorBudget budget;
  private final ReadErrors errors;
  private final Map<CgroupPath, Directory> directories = new HashMap<>();

  CgroupTree(KernelReader reader, Descriptor root, DescriptorBudget budget, ReadErrors errors) {
    this.reader = reader;
    this.root = root;
    this.budget = budget;
    this.errors = errors;
  }

  /** A cgroup that was there at the last look. */
  private static final class Directory {
    private final FileName name;
    private final Optional<FileName> otherName;
    private final Set<CgroupFile> missing = EnumSet.noneOf(CgroupFile.class);
    private Optional<Descriptor> kept = Optional.empty();
    private OptionalLong inode = OptionalLong.empty();
    private Optional<SortedSet<String>> controllers = Optional.empty();
    private int looks;

    private Directory(CgroupPath path) {
      this.name = CgroupName.of(path);
      this.otherName = CgroupName.withBytes(path);
    }

    /** Files come and go with the controllers of a cgroup. */
    private void controllersAre(Optional<SortedSet<String>> now) {
      if (!now.equals(controllers)) {
        controllers = now;
        missing.clear();
      }
    }
  }

  /** Reads these files of a cgroup. */
  DirectoryReading read(CgroupPath path, List<CgroupFile> files) {
    // A second time if another cgroup has taken its place.
    DirectoryReading reading = readOnce(path, files);
    return reading instanceof DirectoryReading.Vanished ? readOnce(path, files) : reading;
  }

  @SuppressWarnings("MustBeClosedChecker") // closed here, or kept and closed when it is forgotten
  private DirectoryReading readOnce(CgroupPath path, List<CgroupFile> files) {
    Directory directory = directories.computeIfAbsent(path, Directory::new);
    if (directory.kept.isPresent()) {
      return readOpen(path, directory, directory.kept.get(), files);
    }
    Descriptor opened = open(directory);
    DirectoryReading reading = readOpen(path, directory, opened, files);
    if (opened.isOpen() && directories.get(path) == directory && budget.take()) {
      directory.kept = Optional.of(opened);
    } else {
      opened.close();
    }
    return reading;
  }

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed by the caller
  private Descriptor open(Directory directory) {
    Descriptor opened = reader.openAt(root, directory.name);
    return directory.otherName.isPresent() && opened.failure().equals(Optional.of(Errno.ENOENT))
        ? reader.openAt(root, directory.otherName.get())
        : opened;
  }

  private DirectoryReading readOpen(
      CgroupPath path, Directory directory, Descriptor open, List<CgroupFile> files) {
    Optional<Errno> failure = open.failure();
    if (failure.isPresent()) {
      forget(path);
      if (failure.get().equals(Errno.ENOENT) || failure.get().equals(Errno.ENODEV)) {
        return new DirectoryReading.Vanished();
      }
      errors.failed("the directory", failure.get());
      return new DirectoryReading.Refused();
    }
    if (directory.inode.isEmpty() || directory.kept.isEmpty()) {
      OptionalLong inode = reader.inode(open);
      if (!inode.equals(directory.inode)) {
        directory.missing.clear();
      }
      directory.inode = inode;
    }
    if (directory.looks++ % ASK_AGAIN_EVERY == 0) {
      directory.missing.clear();
    }
    Contents contents = new Contents();
    Read read = readFiles(directory, open, files, contents);
    if (read.doubtful() && !isStillThere(directory)) {
      forget(path);
      return new DirectoryReading.Vanished();
    }
    directory.missing.addAll(read.missing());
    return new DirectoryReading.Seen(directory.inode.orElse(0), contents, read.whole());
  }

  /**
   * What came of some files.
   *
   * @param missing those that are not there, and were not known to be missing
   * @param any whether there was at least one
   * @param gone whether one of them ended while it was read
   * @param whole whether none failed
   */
  private record Read(Set<CgroupFile> missing, boolean any, boolean gone, boolean whole) {
    /** A directory that was removed has no files any more. */
    boolean doubtful() {
      return gone || !any || !missing.isEmpty();
    }
  }

  private Read readFiles(
      Directory directory, Descriptor open, List<CgroupFile> files, Contents contents) {
    Set<CgroupFile> missing = EnumSet.noneOf(CgroupFile.class);
    boolean any = false;
    boolean gone = false;
    boolean whole = true;
    for (CgroupFile file : files) {
      if (directory.missing.contains(file)) {
        continue;
      }
      int length =
          file.isReadAtOnce()
              ? reader.readAtOnce(open, file.fileName())
              : reader.read(open, file.fileName());
      if (length >= 0) {
        any = true;
        Optional<String> problem =
            file.format().read(FileText.of(reader.bytes(), length), contents);
        problem.ifPresent(why -> errors.malformed(file.fileName().toString(), why));
        whole &= problem.isEmpty();
        if (file == CgroupFile.CGROUP_CONTROLLERS) {
          directory.controllersAre(contents.controllers());
        }
        continue;
      }
      Errno errno = Errno.ofResult(length);
      if (errno.equals(Errno.ENOENT)) {
        missing.add(file);
      } else if (errno.equals(Errno.ENODEV)) {
        gone = true;
      } else if (errno.equals(Errno.EOPNOTSUPP)) {
        // As cgroup.procs of a threaded cgroup, and pressure where that is switched off.
        any = true;
      } else {
        any = true;
        whole = false;
        errors.failed(file.fileName().toString(), errno);
      }
    }
    return new Read(missing, any, gone, whole);
  }

  /** Whether its name still leads to the directory that is open. */
  private boolean isStillThere(Directory directory) {
    try (Descriptor now = open(directory)) {
      return now.isOpen()
          && directory.inode.isPresent()
          && reader.inode(now).equals(directory.inode);
    }
  }

  private void forget(CgroupPath path) {
    Directory directory = directories.remove(path);
    if (directory != null) {
      directory.kept.ifPresent(this::release);
      directory.kept = Optional.empty();
    }
  }

  private void release(Descriptor descriptor) {
    descriptor.close();
    budget.giveBack();
  }

  /** Closes all others. */
  void retain(Set<CgroupPath> wanted) {
    List<CgroupPath> others =
        directories.keySet().stream().filter(path -> !wanted.contains(path)).toList();
    others.forEach(this::forget);
  }

  @Override
  public void close() {
    retain(Set.of());
    root.close();
  }
}

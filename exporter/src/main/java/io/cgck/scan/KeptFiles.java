package io.cgck.scan;

import io.cgck.kernel.DescriptorReserve;
import io.cgck.procfs.CgroupFile;
import io.cgck.procfs.Procfs;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cgroup files that are held open, one for a process. How many is bounded by how many
 * descriptors this process may have, and by memory: what the kernel needs for them is charged to
 * the daemon's own cgroup.
 */
final class KeptFiles {
  private static final Logger LOG = LoggerFactory.getLogger(KeptFiles.class);

  /** About what one costs the kernel: a page of text, and the file. */
  private static final long BYTES_OF_ONE = 5 * 1024;

  /** So much of the memory that there is may go into them: a sixth. */
  private static final long SHARE_OF_MEMORY = 6;

  /** So many are held in any case; the size of the memory is not asked for before. */
  private static final int WITHOUT_QUESTION = 2048;

  private final Procfs procfs;
  private final LongSupplier memoryBytes;
  private final long most;
  private long limit;
  private boolean asked;
  private long open;
  private boolean full;

  /**
   * Holds none yet.
   *
   * @param descriptors how many descriptors this process may have open
   * @param memoryBytes memory that this process may use; asked once, if ever
   */
  KeptFiles(Procfs procfs, long descriptors, LongSupplier memoryBytes) {
    this.procfs = procfs;
    this.memoryBytes = memoryBytes;
    this.most = Math.max(0, descriptors - DescriptorReserve.of(descriptors));
    this.limit = Math.min(most, WITHOUT_QUESTION);
  }

  /** Opens the file of the process that has this PID now, if there is room. */
  @SuppressWarnings("MustBeClosedChecker") // closed by close() or release()
  Optional<CgroupFile> open(int pid) {
    if (!hasRoom()) {
      return Optional.empty();
    }
    CgroupFile file = procfs.cgroupFile(pid);
    if (!file.isOpen()) {
      return Optional.empty();
    }
    open++;
    return Optional.of(file);
  }

  private boolean hasRoom() {
    if (open < limit) {
      return true;
    }
    if (!asked && limit < most) {
      asked = true;
      limit =
          Math.clamp(
              memoryBytes.getAsLong() / SHARE_OF_MEMORY / BYTES_OF_ONE, WITHOUT_QUESTION, most);
      return open < limit;
    }
    if (!full) {
      full = true;
      LOG.info(
          "the cgroup files of {} processes are held open; those of others are opened at every"
              + " scan, which costs more: raise LimitNOFILE and MemoryMax to hold more",
          open);
    }
    return false;
  }

  /** Closes what is held of a process. */
  void release(Tracked process) {
    process.file().ifPresent(this::close);
    process.hold(Optional.empty());
  }

  void close(CgroupFile file) {
    file.close();
    open--;
  }
}

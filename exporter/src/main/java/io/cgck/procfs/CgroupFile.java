package io.cgck.procfs;

import io.cgck.kernel.Descriptor;
import io.cgck.kernel.KernelReader;

/**
 * {@code /proc/PID/cgroup}, held open: it stays tied to the process that it was opened for, also
 * when the PID gets a new owner, and the kernel makes the text anew for every read from the
 * beginning. Held open it costs the kernel about 5 KiB, mostly for that text ({@code
 * seq_buf_alloc()} in {@code fs/seq_file.c}).
 */
public final class CgroupFile implements AutoCloseable {
  private final KernelReader reader;
  private final Descriptor file;

  CgroupFile(KernelReader reader, Descriptor file) {
    this.reader = reader;
    this.file = file;
  }

  /** Whether it could be opened. */
  public boolean isOpen() {
    return file.isOpen();
  }

  /**
   * Whether the process lives and the file says the same as before. Leaves nothing for the garbage
   * collector.
   */
  public boolean says(RawCgroup before) {
    int length = reader.glanceAt(file);
    return length > 0 && before.isIn(reader.bytes(), length);
  }

  @Override
  public void close() {
    file.close();
  }
}

package io.cgck.benchmark;

import com.sun.management.ThreadMXBean;
import io.cgck.procfs.ProcfsException;
import io.cgck.scan.Scanner;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/**
 * The daemon's scanner in the benchmark's own Java virtual machine, which alone can tell how much
 * one scan allocates. It belongs to the thread that opens it.
 */
final class OwnScan implements AutoCloseable {
  private final ThreadMXBean threads =
      (ThreadMXBean) ManagementFactory.getPlatformMXBean(java.lang.management.ThreadMXBean.class);
  private final Scanner scanner;

  private OwnScan(Scanner scanner) {
    this.scanner = scanner;
  }

  static OwnScan open() throws ProcfsException {
    return new OwnScan(Scanner.open(Path.of("/proc"), Clock.systemUTC()));
  }

  /** The second of two scans: since the first, minutes may have passed. */
  Look look() {
    scan();
    long wall = System.nanoTime();
    long cpu = threads.getCurrentThreadCpuTime();
    long allocated = threads.getCurrentThreadAllocatedBytes();
    scan();
    allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
    cpu = threads.getCurrentThreadCpuTime() - cpu;
    wall = System.nanoTime() - wall;
    return Look.of(cpu / 1e6, wall / 1e6).with(Figure.ALLOCATED, allocated / 1024.0);
  }

  private void scan() {
    try {
      scanner.scan(Set.of(), Duration.ZERO);
    } catch (ProcfsException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    scanner.close();
  }
}

package io.cgck.benchmark;

import com.sun.management.ThreadMXBean;
import io.cgck.model.Snapshot;
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
  private static final int MOST_ATTEMPTS = 50;

  private final ThreadMXBean threads =
      (ThreadMXBean) ManagementFactory.getPlatformMXBean(java.lang.management.ThreadMXBean.class);
  private final Scanner scanner;

  private OwnScan(Scanner scanner) {
    this.scanner = scanner;
  }

  static OwnScan open() throws ProcfsException {
    return new OwnScan(Scanner.open(Path.of("/proc"), Clock.systemUTC()));
  }

  /**
   * A scan that found what the one before it had found. Since the last turn minutes may have
   * passed, and what changed is settled over some scans. Where the host never keeps still for two
   * scans it is just a scan, which allocates more.
   */
  @SuppressWarnings("ReferenceEquality") // What has not changed is the same object.
  Look look() {
    Measured last = measure();
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      Measured now = measure();
      boolean same = now.snapshot().processes() == last.snapshot().processes();
      last = now;
      if (same) {
        break;
      }
    }
    return last.look();
  }

  private record Measured(Snapshot snapshot, Look look) {}

  private Measured measure() {
    long wall = System.nanoTime();
    long cpu = threads.getCurrentThreadCpuTime();
    long allocated = threads.getCurrentThreadAllocatedBytes();
    Snapshot snapshot = scan();
    allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
    cpu = threads.getCurrentThreadCpuTime() - cpu;
    wall = System.nanoTime() - wall;
    return new Measured(
        snapshot, Look.of(cpu / 1e6, wall / 1e6).with(Figure.ALLOCATED, allocated / 1024.0));
  }

  private Snapshot scan() {
    try {
      return scanner.scan(Set.of(), Duration.ZERO);
    } catch (ProcfsException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    scanner.close();
  }
}

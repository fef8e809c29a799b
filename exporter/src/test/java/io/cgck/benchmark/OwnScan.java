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

  Look look() {
    long wall = System.nanoTime();
    long cpu = threads.getCurrentThreadCpuTime();
    long allocated = threads.getCurrentThreadAllocatedBytes();
    try {
      scanner.scan(Set.of(), Duration.ZERO);
    } catch (ProcfsException e) {
      throw new IllegalStateException(e);
    }
    allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
    cpu = threads.getCurrentThreadCpuTime() - cpu;
    wall = System.nanoTime() - wall;
    return Look.of(cpu / 1e6, wall / 1e6).with(Figure.ALLOCATED, allocated / 1024.0);
  }

  @Override
  public void close() {
    scanner.close();
  }
}

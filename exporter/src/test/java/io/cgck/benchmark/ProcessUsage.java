package io.cgck.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel says that a process has used. */
record ProcessUsage(Path directory) {
  /** USER_HZ, the same on all architectures that cgck runs on. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int USER_TIME = 14;
  private static final int SYSTEM_TIME = 15;

  static ProcessUsage of(long pid) {
    return new ProcessUsage(Path.of("/proc", Long.toString(pid)));
  }

  /** User and system time of all its threads, in milliseconds; 10 of them make a tick. */
  double cpuMillis() {
    return cpuMillis(directory.resolve("stat"));
  }

  /** The same of the thread of that name. */
  double cpuMillis(String thread) {
    try (Stream<Path> threads = Files.list(directory.resolve("task"))) {
      Path found =
          threads
              .filter(each -> read(each.resolve("comm")).strip().equals(thread))
              .findFirst()
              .orElseThrow(
                  () -> new IllegalStateException("no thread " + thread + " in " + directory));
      return cpuMillis(found.resolve("stat"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double cpuMillis(Path file) {
    String stat = read(file);
    // The first field after the name, which may hold anything, is the third of all.
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    long ticks =
        Long.parseLong(fields.get(USER_TIME - 3)) + Long.parseLong(fields.get(SYSTEM_TIME - 3));
    return ticks / TICKS_PER_SECOND * 1e3;
  }

  /** Resident memory in megabytes of 2²⁰ bytes. */
  double residentMegabytes() {
    return read(directory.resolve("status"))
            .lines()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .sum()
        / 1024.0;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

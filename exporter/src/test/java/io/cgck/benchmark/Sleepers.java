package io.cgck.benchmark;

import io.cgck.lab.Cgroup;
import io.cgck.lab.CgroupLab;
import io.cgck.lab.LabProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Real processes that sleep, in cgroups of their own of which half are shaped as services. They end
 * with the lab.
 *
 * @param count how many
 */
record Sleepers(LabProcess parent, int count) {
  static final int CGROUPS = 200;
  private static final int NAMES = 40;

  /** For thousands of forks on a host that is slow to give memory. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** What one needs of the kernel's memory, and of those who look at it. */
  private static final long BYTES_EACH = 300L << 10;

  /** PIDs that others may need meanwhile. */
  private static final int SPARE_PIDS = 2000;

  static Sleepers start(CgroupLab lab, int count) {
    check(count);
    List<String> line = new ArrayList<>();
    line.add(NativeProgram.compile("sleepers").executable().toString());
    line.add(Integer.toString(count));
    line.add(Integer.toString(NAMES));
    for (int n = 0; n < CGROUPS; n++) {
      Cgroup cgroup = lab.cgroup(n % 2 == 0 ? "unit-" + n + ".service" : "jobs/job-" + n);
      line.add(cgroup.directory().toString());
    }
    LabProcess parent = lab.start(lab.cgroup("looks"), line.toArray(String[]::new));
    expect(parent, "ready " + count);
    return new Sleepers(parent, count);
  }

  /** Moves some to other cgroups; returns when they are there. */
  void move(int some) {
    parent.writeLine(Integer.toString(some));
    expect(parent, "moved " + some);
  }

  private static void expect(LabProcess parent, String expected) {
    String answer = parent.readLine(PATIENCE);
    if (!answer.equals(expected)) {
      throw new IllegalStateException("sleepers: " + answer);
    }
  }

  private static void check(int count) {
    try {
      // In one read, as lines are: after a first byte alone the kernel says that the file has
      // ended.
      long pids =
          Long.parseLong(Files.readAllLines(Path.of("/proc/sys/kernel/pid_max")).getFirst());
      // "running/all" threads is the fourth field.
      String threads =
          Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[3].split("/", -1)[1];
      long most = pids - Long.parseLong(threads) - SPARE_PIDS;
      if (count > most) {
        throw new IllegalArgumentException(
            "%d processes are too many: kernel.pid_max is %d, there are %s threads, and %d are spared"
                .formatted(count, pids, threads, SPARE_PIDS));
      }
      long available =
          Files.readAllLines(Path.of("/proc/meminfo")).stream()
              .filter(each -> each.startsWith("MemAvailable:"))
              .mapToLong(each -> Long.parseLong(each.replaceAll("\\D", "")) << 10)
              .sum();
      if (count * BYTES_EACH > available / 2) {
        throw new IllegalArgumentException(
            "%d processes are too many: they need %d MB, more than half of the %d MB available"
                .formatted(count, (count * BYTES_EACH) >> 20, available >> 20));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

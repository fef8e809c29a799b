package io.cgck.benchmark;

import io.cgck.lab.Cgroup;
import io.cgck.lab.Command;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * {@code systemd-cgtop}, which reads four files of each cgroup: cgroup.procs, cpu.stat,
 * memory.current and io.stat. It goes by the controllers of v1 where there are some, so that it is
 * shown the unified hierarchy alone.
 */
final class ControlGroupTop {
  /** The files of a cgroup that it opens, whether they are there or not. */
  static final int FILES = 4;

  private static final int ROUNDS = 10;

  /** Prints the CPU seconds of a run with one round and of one with more, user and system. */
  private static final String SCRIPT =
      """
      set -e
      umount -l /sys/fs/cgroup
      mount -t cgroup2 cgroup2 /sys/fs/cgroup
      TIMEFORMAT='%3U %3S'
      for rounds in 1 "$2"; do
        time systemd-cgtop --batch --iterations=$rounds --delay=1ms --depth=10 "$1" >/dev/null
      done
      """;

  private ControlGroupTop() {}

  /**
   * CPU time of a round below a cgroup, as often as it is asked for.
   *
   * @return empty where there is no such program
   */
  static Optional<long[]> nanos(Cgroup top, int samples) {
    long[] nanos = new long[samples];
    for (int sample = 0; sample < samples; sample++) {
      Command.Outcome outcome =
          Command.of(
                  new ProcessBuilder(
                      "unshare",
                      "--mount",
                      "--propagation=private",
                      "bash",
                      "-c",
                      SCRIPT,
                      "bash",
                      top.path(),
                      Integer.toString(1 + ROUNDS)))
              .run("");
      if (outcome.exitCode() != 0) {
        System.err.println("systemd-cgtop was not measured: " + outcome.stderr());
        return Optional.empty();
      }
      String[] runs = outcome.stderr().strip().split("\n", -1);
      nanos[sample] = (cpuNanos(runs[1]) - cpuNanos(runs[0])) / ROUNDS;
    }
    return Optional.of(nanos);
  }

  /** Of user and system. */
  private static long cpuNanos(String seconds) {
    long nanos = 0;
    for (String each : seconds.split(" ", -1)) {
      nanos += new BigDecimal(each).movePointRight(9).longValueExact();
    }
    return nanos;
  }
}

package io.cgck.benchmark;

import io.cgck.lab.CgroupLab;
import io.cgck.lab.LabProcess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A program that looks whenever it is told to, and says what that took. */
record NativeLook(LabProcess process, boolean lines) {
  private static final double KIB_PER_MEGABYTE = 1024;

  /** One of the measures in C: {@code least} or {@code naive}. */
  static NativeLook measure(CgroupLab lab, String how) {
    return new NativeLook(start(lab, "look", how), false);
  }

  /** A command that looks once and prints what it saw. */
  static NativeLook command(CgroupLab lab, String... command) {
    return new NativeLook(start(lab, "timed", command), true);
  }

  private static LabProcess start(CgroupLab lab, String program, String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(NativeProgram.compile(program).executable().toString());
    line.addAll(List.of(arguments));
    return lab.start(lab.cgroup("looks"), line.toArray(String[]::new));
  }

  Look look() {
    process.writeLine("");
    String answer = process.readLine();
    if (!answer.matches("\\d+( \\d+){4}")) {
      throw new IllegalStateException(process.arguments() + " says: " + answer);
    }
    long[] values = Arrays.stream(answer.split(" ", -1)).mapToLong(Long::parseLong).toArray();
    Look look =
        Look.of(values[0] / 1e3, values[1] / 1e3)
            .with(Figure.BYTES, (double) values[2])
            .with(Figure.RESIDENT, values[4] / KIB_PER_MEGABYTE);
    return lines ? look.with(Figure.SERIES, (double) values[3]) : look;
  }
}

package io.cgck.benchmark;

import io.cgck.fixture.Sketch;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Snapshots of a host with as many processes and cgroups as the benchmark of scans has. */
final class SketchedHost {
  static final int PROCESSES = 10_000;

  private SketchedHost() {}

  /**
   * All processes as they were at some time.
   *
   * @param moved one in so many is in another cgroup than at first; 0 for none
   */
  static Snapshot snapshot(long second, int moved) {
    List<ProcessInfo> processes = new ArrayList<>();
    for (int n = 0; n < PROCESSES; n++) {
      int cgroup = n % Sleepers.CGROUPS + (moved > 0 && n % moved == 0 ? 2 : 0);
      String path =
          cgroup % 2 == 0
              ? "/system.slice/unit-" + cgroup + ".service"
              : "/user.slice/user-1000.slice/job-" + cgroup + ".scope";
      processes.add(Sketch.process(2 + n, "worker-" + n % 40, path).build());
    }
    return Sketch.snapshot(Instant.ofEpochSecond(1_700_000_000 + second), List.of(), processes);
  }
}

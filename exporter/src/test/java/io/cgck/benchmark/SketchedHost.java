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
      processes.add(process(n, moved > 0 && n % moved == 0));
    }
    return Sketch.snapshot(at(second), List.of(), processes);
  }

  /** The same, but one process in so many is in another cgroup; all others are the same objects. */
  static Snapshot moved(Snapshot before, int moved) {
    List<ProcessInfo> processes = new ArrayList<>(before.processes());
    for (int n = 0; n < PROCESSES; n += moved) {
      processes.set(n, process(n, true));
    }
    return with(before, before.takenAt(), processes);
  }

  /** The same objects at another time. */
  static Snapshot later(Snapshot before, long second) {
    return with(before, at(second), before.processes());
  }

  private static Snapshot with(Snapshot before, Instant takenAt, List<ProcessInfo> processes) {
    return new Snapshot(
        takenAt,
        before.duration(),
        before.vantage(),
        before.mode(),
        before.hierarchies(),
        before.defaultHierarchy(),
        processes,
        before.cgroupNamespaces(),
        before.mountNamespaces(),
        before.vanished(),
        before.hidden(),
        0,
        before.errors());
  }

  private static ProcessInfo process(int n, boolean moved) {
    int cgroup = n % Sleepers.CGROUPS + (moved ? 2 : 0);
    String path =
        cgroup % 2 == 0
            ? "/system.slice/unit-" + cgroup + ".service"
            : "/user.slice/user-1000.slice/job-" + cgroup + ".scope";
    return Sketch.process(2 + n, "worker-" + n % 40, path).build();
  }

  private static Instant at(long second) {
    return Instant.ofEpochSecond(1_700_000_000 + second);
  }
}

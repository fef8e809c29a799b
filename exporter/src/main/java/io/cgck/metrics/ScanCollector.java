package io.cgck.metrics;

import io.cgck.model.ScanError;
import io.cgck.model.Snapshot;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeMap;

/** The families about scanning itself. */
final class ScanCollector implements FamilyCollector {
  @Override
  public String name() {
    return "scan";
  }

  @Override
  public Set<Family> families() {
    return EnumSet.of(
        Family.SCAN_CPU,
        Family.SCAN_LAST_TIMESTAMP,
        Family.SCAN_INTERVAL,
        Family.SCAN_PROCESSES,
        Family.SCAN_CGROUPS,
        Family.SCAN_ERRORS,
        Family.INITIAL_CGROUP_NAMESPACE,
        Family.INITIAL_PID_NAMESPACE);
  }

  @Override
  public void collect(Published published, Families families) {
    Snapshot snapshot = published.snapshot();
    families.add(Family.SCAN_CPU, published.cpuSecondsTotal());
    families.add(Family.SCAN_LAST_TIMESTAMP, snapshot.takenAt().toEpochMilli() / 1e3);
    families.add(Family.SCAN_INTERVAL, published.pauseSeconds());
    int partial = published.census().partial();
    families.add(Family.SCAN_PROCESSES, snapshot.processes().size() - partial, "scanned");
    families.add(Family.SCAN_PROCESSES, partial + snapshot.hidden(), "partial");
    families.add(Family.SCAN_PROCESSES, snapshot.vanished(), "vanished");
    families.add(Family.SCAN_PROCESSES, snapshot.unwatched(), "unwatched");
    families.add(Family.SCAN_PROCESSES, published.processes().excluded(), "excluded");
    families.add(Family.SCAN_PROCESSES, published.processes().overLimit(), "over_limit");
    families.add(Family.SCAN_CGROUPS, published.cgroups().total(), "scanned");
    families.add(Family.SCAN_CGROUPS, published.cgroups().overLimit(), "over_limit");
    new TreeMap<ScanError, Long>(snapshot.errors())
        .forEach(
            (error, count) ->
                families.add(Family.SCAN_ERRORS, count, error.file(), error.reason()));
    families.add(Family.INITIAL_CGROUP_NAMESPACE, snapshot.vantage().absolutePaths() ? 1 : 0);
    snapshot
        .vantage()
        .wholeHost()
        .ifPresent(whole -> families.add(Family.INITIAL_PID_NAMESPACE, whole ? 1 : 0));
  }
}

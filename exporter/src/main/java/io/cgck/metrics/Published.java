package io.cgck.metrics;

import static java.util.Objects.requireNonNull;

import io.cgck.attribute.Attribution;
import io.cgck.model.CgroupPath;
import io.cgck.model.Snapshot;
import java.util.Map;

/**
 * What one scan gives to the exposition, worked out once on the scanning thread. All families of a
 * scrape come from one of these, so that they can be joined.
 *
 * @param attributions who made each cgroup with processes, of any hierarchy
 */
record Published(
    Snapshot snapshot,
    ProcessSelection processes,
    CgroupSelection cgroups,
    Map<CgroupPath, Attribution> attributions,
    MoveCounts moves,
    double cpuSecondsTotal,
    double pauseSeconds) {
  Published {
    requireNonNull(snapshot, "snapshot is null");
    requireNonNull(processes, "processes is null");
    requireNonNull(cgroups, "cgroups is null");
    attributions = Map.copyOf(attributions);
    requireNonNull(moves, "moves is null");
  }
}

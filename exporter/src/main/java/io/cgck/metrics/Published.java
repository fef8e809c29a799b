package io.cgck.metrics;

import static java.util.Objects.requireNonNull;

import io.cgck.model.Snapshot;

/**
 * What one scan gives to the exposition, worked out once on the scanning thread. All families of a
 * scrape come from one of these, so that they can be joined.
 */
record Published(
    Snapshot snapshot,
    ProcessSelection processes,
    CgroupSelection cgroups,
    MoveCounts moves,
    double cpuSecondsTotal,
    double pauseSeconds) {
  Published {
    requireNonNull(snapshot, "snapshot is null");
    requireNonNull(processes, "processes is null");
    requireNonNull(cgroups, "cgroups is null");
    requireNonNull(moves, "moves is null");
  }
}

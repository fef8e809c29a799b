package io.cgck.metrics;

import static java.util.Objects.requireNonNull;

import io.cgck.attribute.Attributions;
import io.cgck.expect.CgroupFindings;
import io.cgck.expect.Judgements;
import io.cgck.model.Snapshot;
import io.cgck.scan.Census;
import io.cgck.scan.TraceStatus;
import java.util.Optional;

/**
 * What one scan gives to the exposition, worked out once on the scanning thread. All families of a
 * scrape come from one of these, so that they can be joined.
 *
 * @param census how many processes are where
 * @param attributions who made each cgroup with processes, of any hierarchy
 * @param judgements how processes stand to expectations
 * @param findings what the files of cgroups said
 * @param trace how the reading of events goes; empty where nobody reads them
 */
record Published(
    Snapshot snapshot,
    Census census,
    ProcessSelection processes,
    CgroupSelection cgroups,
    Attributions attributions,
    Judgements judgements,
    CgroupFindings findings,
    MoveCounts moves,
    MoverCounts movers,
    Optional<TraceStatus> trace,
    double cpuSecondsTotal,
    double pauseSeconds) {
  Published {
    requireNonNull(snapshot, "snapshot is null");
    requireNonNull(census, "census is null");
    requireNonNull(processes, "processes is null");
    requireNonNull(cgroups, "cgroups is null");
    requireNonNull(attributions, "attributions is null");
    requireNonNull(judgements, "judgements is null");
    requireNonNull(findings, "findings is null");
    requireNonNull(moves, "moves is null");
    requireNonNull(movers, "movers is null");
    requireNonNull(trace, "trace is null");
  }
}

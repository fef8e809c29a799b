package io.cgck.model;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of one scan. Immutable.
 *
 * @param takenAt when the scan ended
 * @param duration wall time of the scan
 * @param vantage from where it was taken
 * @param mode which hierarchies the host uses
 * @param hierarchies all hierarchies, by ID
 * @param defaultHierarchy the hierarchy that statements about "the cgroup" are about
 * @param processes all processes, by PID
 * @param cgroupNamespaces all cgroup namespaces with processes, by inode
 * @param mountNamespaces the cgroup mounts of all mount namespaces with processes
 * @param vanished processes that were listed but ended before they could be read
 * @param hidden processes that were listed but of which not even the start time may be read
 * @param unwatched processes that were listed but not looked at, for want of memory
 * @param errors how often something could not be read since the scanner began
 */
public record Snapshot(
    Instant takenAt,
    Duration duration,
    Vantage vantage,
    CgroupMode mode,
    List<Hierarchy> hierarchies,
    Optional<Hierarchy> defaultHierarchy,
    List<ProcessInfo> processes,
    List<CgroupNamespace> cgroupNamespaces,
    List<MountNamespace> mountNamespaces,
    int vanished,
    int hidden,
    int unwatched,
    Map<ScanError, Long> errors) {
  public Snapshot {
    requireNonNull(takenAt, "takenAt is null");
    requireNonNull(duration, "duration is null");
    requireNonNull(vantage, "vantage is null");
    requireNonNull(mode, "mode is null");
    hierarchies = List.copyOf(hierarchies);
    requireNonNull(defaultHierarchy, "defaultHierarchy is null");
    processes = List.copyOf(processes);
    cgroupNamespaces = List.copyOf(cgroupNamespaces);
    mountNamespaces = List.copyOf(mountNamespaces);
    errors = Map.copyOf(errors);
  }
}

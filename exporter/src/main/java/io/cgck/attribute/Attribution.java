package io.cgck.attribute;

import static java.util.Objects.requireNonNull;

/**
 * Who made a cgroup, as far as its path tells. What it does not tell is the empty string, as in the
 * labels of {@code cgck_cgroup_info}.
 *
 * @param unit systemd system unit, for example {@code nginx.service}, exactly as in the path
 * @param userUnit unit of a user's manager, for example {@code app-foot-409618.scope}
 * @param slice innermost systemd slice of the system's manager, for example {@code system.slice};
 *     the slices of a user's manager do not count, as its units do not count for {@code unit}
 * @param runtime what runs the container, for example {@code docker} or {@code podman}; empty where
 *     the path names a container but not its runtime, as the kubelet's cgroupfs driver does
 * @param containerId ID of the container, or its name where the runtime has no IDs
 * @param podUid UID of the Kubernetes pod, with {@code -} as separators
 * @param slurmJob ID of the Slurm job
 */
public record Attribution(
    String unit,
    String userUnit,
    String slice,
    String runtime,
    String containerId,
    String podUid,
    String slurmJob) {
  public static final Attribution NONE = new Attribution("", "", "", "", "", "", "");

  public Attribution {
    requireNonNull(unit, "unit is null");
    requireNonNull(userUnit, "userUnit is null");
    requireNonNull(slice, "slice is null");
    requireNonNull(runtime, "runtime is null");
    requireNonNull(containerId, "containerId is null");
    requireNonNull(podUid, "podUid is null");
    requireNonNull(slurmJob, "slurmJob is null");
  }
}

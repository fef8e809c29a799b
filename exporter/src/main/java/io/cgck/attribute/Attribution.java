package io.cgck.attribute;

/**
 * Who made a cgroup, as far as its path tells. What it does not tell is the empty string, as in the
 * labels of {@code cgck_cgroup_info}.
 *
 * @param unit systemd system unit, for example {@code nginx.service}, exactly as in the path
 * @param userUnit unit of a user's manager, for example {@code app-foot-409618.scope}
 * @param slice innermost systemd slice, for example {@code system.slice}
 * @param runtime what runs the container, for example {@code docker} or {@code podman}
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
}

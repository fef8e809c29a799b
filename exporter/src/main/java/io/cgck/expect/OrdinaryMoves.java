package io.cgck.expect;

import io.cgck.attribute.Attribution;
import io.cgck.attribute.Attributions;
import io.cgck.attribute.Monitors;
import io.cgck.attribute.Territory;
import io.cgck.model.CgroupPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the moves out of a service or container that belong to how hosts work from those that do
 * not. For one scan.
 *
 * <p>Whoever starts something places it: a runtime forks a container's first process in its own
 * service and moves it into the container; PAM moves the process that logs a user in into the scope
 * of the new session; {@code systemd-run --scope} and libvirt ask for a scope for a process that
 * lives. What slips out of its service goes to a place that was there before, or that nobody knows.
 */
final class OrdinaryMoves {
  /** The kubelet moves itself where {@code --kubelet-cgroups} says. */
  private static final String KUBELET = "kubelet";

  /** Command names of a process that a runtime has not made the container's yet. */
  private static final List<String> RUNTIMES = List.of("runc", "crun");

  private final Attributions before;
  private final Attributions now;
  private final Map<CgroupPath, Boolean> isNew = new HashMap<>();

  /**
   * Takes what is known of two scans.
   *
   * @param before of the cgroups with processes at the scan before
   * @param now of those at this one
   */
  OrdinaryMoves(Attributions before, Attributions now) {
    this.before = before;
    this.now = now;
  }

  /**
   * Whether somebody whose job it is has placed a process there that was at home elsewhere.
   *
   * @param comm its command name before
   */
  boolean isOrdinary(String comm, Territory home, CgroupPath to) {
    Attribution made = now.of(to);
    boolean fromService = home.kind() == Territory.Kind.SERVICE;
    if (fromService
        && (Monitors.isMonitor(to)
            || comm.equals(KUBELET)
            || RUNTIMES.stream().anyMatch(comm::startsWith))) {
      return true;
    }
    Optional<CgroupPath> container =
        now.territoryOf(to)
            .filter(territory -> territory.kind() == Territory.Kind.CONTAINER)
            .map(Territory::root);
    if (container.isPresent()) {
      // Runtimes also run commands in containers that are there: docker exec, kubectl exec.
      return fromService || isNew(container.get());
    }
    if (!made.slurmJob().isEmpty() || !made.podUid().isEmpty()) {
      // Steps of a job, and what a runtime keeps beside the containers of a pod.
      return fromService;
    }
    return now.scopeOf(to).map(this::isNew).orElse(false);
  }

  /** Whether no process was in this cgroup, or below it, at the scan before. */
  private boolean isNew(CgroupPath cgroup) {
    return isNew.computeIfAbsent(
        cgroup, root -> before.cgroups().stream().noneMatch(known -> known.isInside(root)));
  }
}

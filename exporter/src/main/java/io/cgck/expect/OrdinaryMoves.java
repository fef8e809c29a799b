package io.cgck.expect;

import com.google.re2j.Pattern;
import io.cgck.attribute.Attribution;
import io.cgck.attribute.Attributions;
import io.cgck.attribute.Monitors;
import io.cgck.attribute.Territory;
import io.cgck.model.CgroupPath;
import java.util.HashMap;
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
  /** A runtime's process before it has become the container's. */
  private static final Pattern RUNTIME = Pattern.compile("runc|crun|runc:\\[.*");

  private static final String KUBELET = "kubelet";
  private static final String KUBELET_SERVICE = "kubelet.service";
  private static final String USER_MANAGER = "user@";
  private static final String MACHINE = "/machine-";

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
    if (made.unit().startsWith(USER_MANAGER) && made.unit().equals(home.by().unit())) {
      // What a user does in his own tree is his, and he cannot get out of there.
      return true;
    }
    Optional<CgroupPath> container =
        now.territoryOf(to)
            .filter(territory -> territory.kind() == Territory.Kind.CONTAINER)
            .map(Territory::root);
    Optional<CgroupPath> scope = now.scopeOf(to);
    if (home.kind() == Territory.Kind.CONTAINER) {
      return container.or(() -> scope).map(this::isNew).orElse(false);
    }
    return container.isPresent()
        // Steps of a job, and what a runtime keeps beside the containers of a pod.
        || !made.slurmJob().isEmpty()
        || !made.podUid().isEmpty()
        || Monitors.isMonitor(to)
        || placesItself(comm, home, to)
        // machined places one process after the other.
        || scope.map(root -> isNew(root) || root.value().contains(MACHINE)).orElse(false);
  }

  /** Runtimes go where their specification says, the kubelet where {@code --kubelet-cgroups}. */
  private static boolean placesItself(String comm, Territory home, CgroupPath to) {
    return !to.isRoot()
        && (RUNTIME.matches(comm)
            || (comm.equals(KUBELET) && home.by().unit().equals(KUBELET_SERVICE)));
  }

  /** Whether no process was in this cgroup, or below it, at the scan before. */
  private boolean isNew(CgroupPath cgroup) {
    return isNew.computeIfAbsent(
        cgroup, root -> before.cgroups().stream().noneMatch(known -> known.isInside(root)));
  }
}

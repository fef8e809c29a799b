package io.cgck.attribute;

import io.cgck.model.CgroupPath;

/**
 * The cgroups in which runtimes keep the processes that watch a container, beside the container's
 * own. They belong to no container, so that {@link Attribution} does not tell them.
 */
public final class Monitors {
  private Monitors() {}

  /** Whether a cgroup is, or lies in, that of a monitor: conmon, or the monitor of LXC. */
  public static boolean isMonitor(CgroupPath cgroup) {
    return cgroup.segments().stream()
        .anyMatch(
            segment ->
                segment.equals("conmon")
                    || segment.startsWith("libpod-conmon-")
                    || segment.startsWith("crio-conmon-")
                    || segment.equals("lxc.monitor")
                    || segment.startsWith("lxc.monitor."));
  }
}

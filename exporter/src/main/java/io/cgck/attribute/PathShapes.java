package io.cgck.attribute;

import java.util.List;

/**
 * Every shape of cgroup paths that is recognised, by maker. Shapes of the same segments stand from
 * the most telling to the least.
 *
 * <p>What is missing is missing on purpose: the cgroups of monitors ({@code libpod-conmon-ID},
 * {@code crio-conmon-ID}, {@code lxc.monitor.NAME}, a machine's {@code supervisor}) belong to no
 * container, and {@code .mount} units would bury the others under names of directories.
 */
final class PathShapes {
  private static final String ID = "[0-9a-f]{64}";
  private static final String CONTAINER = "(?P<container>" + ID + ")";

  /** A UUID, or the hash that the kubelet gives to static pods. */
  private static final String POD =
      "(?P<pod>[0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12}|[0-9a-f]{32})";

  private static final String POD_SLICE =
      "(?:[^/]*-)?kubepods(?:-burstable|-besteffort)?-pod" + POD + "\\.slice";

  /** A number, or a SLUID of Slurm 26.05. */
  private static final String JOB = "(?:job_(?P<job>[0-9]+)|(?P<sluid>s[0-9A-HJKMNP-TV-Z]{13}))";

  private static final String NAME = "(?P<container>[^/]+)";

  static final List<PathShape> ALL =
      List.of(
          // Docker
          PathShape.of("docker", "docker-", "docker-" + CONTAINER + "\\.scope"),
          PathShape.of("docker", "docker/", "docker/" + CONTAINER),
          // Kubernetes, systemd driver: the scope tells the runtime, its slice the pod
          PathShape.of("containerd", "cri-containerd-", "cri-containerd-" + CONTAINER + "\\.scope"),
          PathShape.of("", "kubepods", POD_SLICE),
          // Kubernetes, cgroupfs driver
          PathShape.of("", "kubepods/pod", "kubepods/pod" + POD),
          PathShape.of("", "/pod", "kubepods/(?:burstable|besteffort)/pod" + POD),
          PathShape.of("", "pod", "pod" + POD + "/" + CONTAINER),
          // containerd with the cgroupfs driver under a kubelet with the systemd driver
          PathShape.of(
              "containerd", ":cri-containerd:", POD_SLICE + ":cri-containerd:" + CONTAINER),
          PathShape.of("containerd", "k8s.io/", "k8s\\.io/" + CONTAINER),
          // CRI-O
          PathShape.of("cri-o", "crio-", "crio-" + CONTAINER + "(?:\\.scope)?"),
          // Podman: scope, cgroupfs manager, Quadlet
          PathShape.of("podman", "libpod-", "libpod-" + CONTAINER + "(?:\\.scope)?"),
          PathShape.of("podman", "libpod-payload-", "libpod-payload-" + CONTAINER),
          // Amazon ECS
          PathShape.of("ecs", "ecs/", "ecs/[^/]+/" + CONTAINER),
          PathShape.of("ecs", "ecs/", "ecs/[^/]+/(?P<container>[0-9a-f]{32}-[0-9]+)"),
          // Garden (Cloud Foundry)
          PathShape.of("garden", "-", "(?P<container>[0-9a-f]{8}(?:-[0-9a-f]{4}){4})"),
          // LXC, new and old
          PathShape.of("lxc", "lxc.payload.", "lxc\\.payload\\." + NAME),
          PathShape.of("lxc", "lxc/", "lxc/" + NAME),
          // Machines: libvirt, systemd-nspawn
          PathShape.of(
              "libvirt", "machine-qemu", "machine-qemu\\\\x2d[0-9]+\\\\x2d" + NAME + "\\.scope"),
          PathShape.of("systemd-nspawn", "machine-", "machine-" + NAME + "\\.scope/payload"),
          PathShape.of(
              "systemd-nspawn", "systemd-nspawn@", "systemd-nspawn@" + NAME + "\\.service/payload"),
          // Slurm, cgroup v1 and v2
          PathShape.of("", "slurm", "slurm(?:_[^/]+)?/uid_[0-9]+/" + JOB),
          PathShape.of("", "slurmstepd.scope/", "(?:[^/]+_)?slurmstepd\\.scope/" + JOB),
          // systemd; a unit whose name could be a controller's file has a leading _
          new PathShape.Unit(".service"),
          new PathShape.Unit(".scope"),
          new PathShape.Unit(".socket"),
          new PathShape.Unit(".swap"),
          new PathShape.Unit(".slice"));

  private PathShapes() {}
}

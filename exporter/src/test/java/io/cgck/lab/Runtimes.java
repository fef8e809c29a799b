package io.cgck.lab;

import java.util.ArrayList;
import java.util.List;

/**
 * The runtimes of containers on a {@link ContainerHost}. Each container runs {@code /bin/report};
 * its cgroup is of the shape that the runtime gives it, below the lab's.
 */
public record Runtimes(ContainerHost host) {
  /** What engines give where limits are not theirs to raise, as on this kind of machine. */
  private static final List<String> WITHIN_LIMITS =
      List.of("--ulimit=nofile=1024:2048", "--ulimit=nproc=1000:2000", "--pids-limit=0");

  /** A command line of podman's own, with the cgroup driver that needs no systemd. */
  static List<String> podmanLine(String... arguments) {
    List<String> line = new ArrayList<>();
    line.addAll(List.of("podman", "--runtime=runc", "--cgroup-manager=cgroupfs"));
    line.add("--events-backend=file");
    line.addAll(List.of(arguments));
    return line;
  }

  /** {@code podman run} with what every container needs here. */
  List<String> podmanRun(String name, List<String> arguments) {
    List<String> line = podmanLine("run", "--name=" + name, "--cgroup-parent=" + cgroup("podman"));
    line.addAll(WITHIN_LIMITS);
    line.addAll(arguments);
    return line;
  }

  String run(List<String> command) {
    return host.run(command.toArray(String[]::new));
  }

  /** PID of the first process of podman's container, 0 while there is none. */
  long podmanPid(String name) {
    Command.Outcome outcome =
        host.tryToRun(
            podmanLine("inspect", "--format={{.State.Pid}}", name).toArray(String[]::new));
    return outcome.exitCode() == 0 ? Long.parseLong(outcome.stdout().strip()) : 0;
  }

  /**
   * Starts one of podman.
   *
   * @param cgroupNamespace {@code host} or {@code private}
   */
  public Started podman(String name, String cgroupNamespace) {
    host.makeRoot("srv/" + name);
    List<String> arguments =
        List.of(
            "--detach",
            "--network=none",
            "--cgroupns=" + cgroupNamespace,
            "--rootfs",
            "/srv/" + name,
            "/bin/report");
    String id = run(podmanRun(name, arguments));
    return new Started(new ContainerProcess(podmanPid(name)).awaitView(), id);
  }

  /**
   * Starts one of runc, which is told the cgroup by the engine above it.
   *
   * @param cgroup path below the lab's
   * @param privateCgroupNamespace or else the host's
   */
  public Started runc(String id, String cgroup, boolean privateCgroupNamespace) {
    host.makeRoot("srv/" + id + "/rootfs");
    host.write(
        "srv/" + id + "/config.json",
        OciBundle.of(host.lab().top().path() + cgroup, List.of("/bin/report"))
            .namespaces(
                privateCgroupNamespace
                    ? List.of("pid", "mount", "ipc", "uts", "network", "cgroup")
                    : List.of("pid", "mount", "ipc", "uts", "network"))
            .json());
    // Its standard streams are inherited, and to read them to their end would take for ever.
    host.run(
        "sh",
        "-c",
        "exec runc run --detach --bundle \"$1\" \"$2\" </dev/null >/dev/null 2>&1",
        "sh",
        "/srv/" + id,
        id);
    String state = host.run("runc", "state", id);
    long pid = Long.parseLong(state.replaceAll("(?s).*\"pid\": (\\d+).*", "$1"));
    return new Started(new ContainerProcess(pid).awaitView(), id);
  }

  /**
   * Starts one of LXC.
   *
   * @param idMapped whether its users are mapped, as in an unprivileged container
   */
  public Started lxc(String name, boolean idMapped) {
    String directory = "srv/lxc/" + name;
    host.makeRoot(directory + "/rootfs");
    String top = host.lab().top().path().substring(1);
    host.write(
        directory + "/config",
        """
        lxc.uts.name = NAME
        lxc.rootfs.path = dir:/srv/lxc/NAME/rootfs
        lxc.net.0.type = empty
        lxc.apparmor.profile = unconfined
        lxc.mount.auto = proc:mixed sys:ro cgroup:mixed
        lxc.init.cmd = /bin/report
        lxc.cgroup.dir.container = TOP/lxc.payload.NAME
        lxc.cgroup.dir.monitor = TOP/lxc.monitor.NAME
        lxc.cgroup.dir.monitor.pivot = TOP/lxc.pivot
        """
                .replace("NAME", name)
                .replace("TOP", top)
            + (idMapped ? "lxc.idmap = u 0 100000 65536\nlxc.idmap = g 0 100000 65536\n" : ""));
    if (idMapped) {
      host.run("chown", "-R", "100000:100000", "/" + directory + "/rootfs");
    }
    host.run(
        "sh", "-c", "exec lxc-start -P /srv/lxc -n \"$1\" -o \"/srv/lxc/$1.log\" 2>&1", "sh", name);
    long pid = Long.parseLong(host.run("lxc-info", "-P", "/srv/lxc", "-n", name, "-p", "-H"));
    return new Started(new ContainerProcess(pid).awaitView(), name);
  }

  /** Starts one of systemd-nspawn, in the scope that systemd would give it. */
  public Started nspawn(String name) {
    host.makeRoot("srv/" + name);
    Cgroup scope = host.lab().cgroup("machine.slice/machine-" + name + ".scope");
    LabProcess nspawn =
        host.start(
            scope,
            "env",
            "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1",
            "systemd-nspawn",
            "--quiet",
            "--directory=/srv/" + name,
            "--machine=" + name,
            "--register=no",
            "--keep-unit",
            "--private-network",
            "--console=pipe",
            "--link-journal=no",
            "--resolv-conf=off",
            "--timezone=off",
            "/bin/report");
    Cgroup payload = scope.child("payload");
    Waiting.patiently()
        .until(
            () -> "systemd-nspawn starts its container; it says: " + nspawn.output(),
            () -> !nspawn.isAlive() || payload.processes().size() == 1);
    nspawn.requireAlive();
    long pid = payload.processes().getFirst();
    return new Started(new ContainerProcess(pid).awaitView(), name);
  }

  /** Starts what {@code unshare(1)} makes: a cgroup namespace with a fresh mount, nothing else. */
  public Started unshare(String name) {
    Cgroup cgroup = host.lab().cgroup(name);
    LabProcess process =
        host.start(
            cgroup,
            "unshare",
            "--cgroup",
            "--mount",
            "--propagation=private",
            "sh",
            "-c",
            "umount /sys/fs/cgroup && mount -t cgroup2 cgroup2 /sys/fs/cgroup"
                + " && mount -t tmpfs tmpfs /tmp && exec /srv/report/bin/report");
    return new Started(new ContainerProcess(process.pid()).awaitView(), "");
  }

  private String cgroup(String name) {
    return host.lab().cgroup(name).path();
  }

  /**
   * A container that runs.
   *
   * @param id as the runtime calls it; empty where there is no such thing
   */
  public record Started(ContainerProcess process, String id) {}
}

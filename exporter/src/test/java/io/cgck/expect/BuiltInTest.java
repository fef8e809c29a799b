package io.cgck.expect;

import static io.cgck.fixture.Sketch.process;

import io.cgck.fixture.Sketch;
import io.cgck.model.CgroupMount;
import io.cgck.model.CgroupNamespace;
import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.MountView;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import io.cgck.model.NamespaceRoot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * What is wrong on any host, and what only looks like it: every case that is kept quiet here is an
 * ordinary thing on some host. Shapes of cgroup paths: see {@code AttributorTest}.
 */
class BuiltInTest {
  private static final String ID =
      "722939f829633f0d4de1b4fbab4bbe14f523717ea0582d679eda7ae05900a464";
  private static final String OTHER_ID = ID.replace('7', '8');
  private static final String SCOPE = "/machine.slice/libpod-" + ID + ".scope";
  private static final String POD =
      "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod"
          + "12345678_1234_1234_1234_123456789abc.slice/cri-containerd-"
          + ID
          + ".scope";
  private static final String NGINX_SERVICE = "/system.slice/nginx.service";
  private static final String SSH_SERVICE = "/system.slice/ssh.service";
  private static final String SESSION = "/user.slice/user-1000.slice/session-2.scope";
  private static final String MANAGER = "/user.slice/user-1000.slice/user@1000.service";

  private static final Sketch SYSTEMD = process(1, "systemd", "/init.scope").childOf(0);
  private static final Sketch KTHREADD = process(2, "kthreadd", "/").childOf(0).asKernelThread();
  private static final Sketch WORKER = process(500, "worker", NGINX_SERVICE);

  private static MountView mount(String root, boolean readOnly) {
    return new MountView.Reached(
        new CgroupMount(
            Hierarchy.UNIFIED, new CgroupPath(root), "/sys/fs/cgroup", "", readOnly, false));
  }

  @Nested
  class StaysInUnit {
    private final Court court = Court.builtIn();

    /** Moves from one place to the other, where others are or are not already. */
    private Court moves(Sketch process, String to, Sketch... others) {
      Sketch[] before = with(process, others);
      return court.scan(before).isQuiet().scan(with(process.in(to), others));
    }

    private static Sketch[] with(Sketch process, Sketch... others) {
      Sketch[] all = java.util.Arrays.copyOf(others, others.length + 1);
      all[others.length] = process;
      return all;
    }

    @Test
    void aWorkerThatLeavesItsServiceViolates() {
      moves(WORKER, "/hand/made")
          .finds("500 stays_in_unit: /hand/made, not /system.slice/nginx.service/**")
          .scan(WORKER.in("/hand/made/other"))
          .finds("500 stays_in_unit: /hand/made/other, not /system.slice/nginx.service/**")
          .scan(WORKER)
          .isQuiet()
          .hasCounted("stays_in_unit", 1);
    }

    @Test
    void intoTheRootCgroup() {
      moves(WORKER, "/").finds("500 stays_in_unit: /, not /system.slice/nginx.service/**");
    }

    @Test
    void intoAnotherService() {
      moves(WORKER, SSH_SERVICE)
          .finds("500 stays_in_unit: " + SSH_SERVICE + ", not /system.slice/nginx.service/**");
    }

    /** {@code echo PID >cgroup.procs} of a session that is there. */
    @Test
    void intoALoginSessionThatWasThereBefore() {
      moves(WORKER, SESSION, process(900, "bash", SESSION))
          .finds("500 stays_in_unit: " + SESSION + ", not /system.slice/nginx.service/**");
    }

    @Test
    void outOfAContainer() {
      moves(process(600, "app", SCOPE + "/container"), SESSION, process(900, "bash", SESSION))
          .finds("600 stays_in_unit: " + SESSION + ", not " + SCOPE + "/**");
      Court.builtIn()
          .scan(process(600, "app", POD))
          .scan(process(600, "app", "/system.slice/containerd.service"))
          .finds("600 stays_in_unit: /system.slice/containerd.service, not " + POD + "/**");
    }

    @Test
    void intoAnotherContainerThatWasThereBefore() {
      String other = "/docker/" + OTHER_ID;
      moves(process(600, "app", "/docker/" + ID), other, process(700, "sh", other))
          .finds("600 stays_in_unit: " + other + ", not /docker/" + ID + "/**");
    }

    @Test
    @DisplayName("quiet: systemd forks in its own cgroup and moves the child to its service")
    void systemdStartsAService() {
      moves(process(500, "(nginx)", "/init.scope"), NGINX_SERVICE, SYSTEMD).isQuiet();
      // What it started counts from then on.
      court
          .scan(SYSTEMD, WORKER)
          .scan(SYSTEMD, WORKER.in("/x"))
          .finds("500 stays_in_unit: /x, not /system.slice/nginx.service/**");
    }

    @Test
    @DisplayName("quiet: systemd itself, at boot, leaves the root cgroup for init.scope")
    void systemdAtBoot() {
      court.scan(SYSTEMD.in("/")).scan(SYSTEMD).counts("stays_in_unit", State.VIOLATED, 0);
    }

    @Test
    @DisplayName("quiet: a service arranges cgroups below its own (Delegate=yes)")
    void delegation() {
      moves(WORKER, NGINX_SERVICE + "/workers/1").isQuiet();
    }

    @Test
    @DisplayName(
        "quiet: sshd, login, cron and gdm are moved to the session that PAM makes for them")
    void logins() {
      moves(process(800, "sshd-session", SSH_SERVICE), SESSION).isQuiet();
      Court.builtIn()
          .scan(process(801, "login", "/system.slice/system-getty.slice/getty@tty1.service"))
          .scan(
              process(801, "login", SESSION),
              // The shell is born in the session.
              process(802, "bash", SESSION).childOf(801))
          .isQuiet();
      Court.builtIn()
          .scan(process(803, "cron", "/system.slice/cron.service"))
          .scan(process(803, "cron", "/user.slice/user-0.slice/session-77.scope"))
          .isQuiet();
      Court.builtIn()
          .scan(process(804, "gdm-session-wor", "/system.slice/gdm.service"))
          .scan(process(804, "gdm-session-wor", "/user.slice/user-1000.slice/session-c1.scope"))
          .isQuiet();
    }

    @Test
    @DisplayName("quiet: sudo in a service opens a session of its own; in a session it stays there")
    void sudo() {
      moves(
              process(810, "sudo", "/system.slice/runner.service"),
              "/user.slice/user-0.slice/session-c3.scope")
          .isQuiet();
      Court.builtIn()
          .scan(process(811, "sudo", SESSION))
          .scan(process(811, "sudo", SESSION), process(812, "sh", SESSION).childOf(811))
          .isQuiet();
    }

    @Test
    @DisplayName("quiet: a desktop moves what it starts to a scope within the user's manager")
    void desktop() {
      moves(
              process(820, "firefox", MANAGER + "/session.slice/org.gnome.Shell@wayland.service"),
              MANAGER + "/app.slice/app-gnome-firefox-820.scope")
          .isQuiet();
    }

    @Test
    @DisplayName("quiet: systemd-run --scope, and a user's scope asked for from a system service")
    void scopes() {
      moves(WORKER, "/system.slice/run-r1234.scope").isQuiet();
      Court.builtIn()
          .scan(process(830, "podman", "/system.slice/runner.service"))
          .scan(process(830, "podman", MANAGER + "/user.slice/podman-pause-8d3a.scope"))
          .isQuiet();
    }

    @Test
    @DisplayName("quiet: libvirt asks machined for the scope of the QEMU that it forked")
    void libvirt() {
      moves(
              process(840, "qemu-system-x86", "/system.slice/libvirtd.service"),
              "/machine.slice/machine-qemu\\x2d1\\x2dvm.scope/libvirt/emulator")
          .isQuiet();
    }

    @Test
    @DisplayName("quiet: a shim's runc init goes from the runtime's service into its container")
    void containerStart() {
      Sketch init = process(850, "runc:[2:INIT]", "/system.slice/containerd.service");
      moves(init, POD).isQuiet();
      Court.builtIn().scan(init).scan(init.in("/docker/" + ID)).isQuiet();
      Court.builtIn().scan(init).scan(init.in("/system.slice/docker-" + ID + ".scope")).isQuiet();
    }

    @Test
    @DisplayName(
        "quiet: a runtime's init goes where its spec says, as BuildKit's do; shims to the pod")
    void runtimesElsewhere() {
      Sketch init = process(852, "runc:[2:INIT]", "/system.slice/docker.service");
      moves(init, "/docker/buildkit/k2v0i4e5m3f6b7n8").isQuiet();
      Court.builtIn()
          .scan(init)
          .scan(init.comm("npm").in("/docker/buildkit/k2v0i4e5m3f6b7n8").executed(9))
          .isQuiet();
      Court.builtIn()
          .scan(process(853, "containerd-shim", "/system.slice/containerd.service"))
          .scan(
              process(
                  853,
                  "containerd-shim",
                  "/kubepods/burstable/pod12345678-1234-1234-1234-123456789abc/shim"))
          .isQuiet();
    }

    /** The name of a container may be a part of names below it. */
    @Test
    void withinAContainerThatHasAShortName() {
      moves(process(854, "app", "/lxc.payload.c1/c1.slice/c1"), "/lxc.payload.c1/other").isQuiet();
      court
          .scan(process(854, "app", "/outside"))
          .finds("854 stays_in_unit: /outside, not /lxc.payload.c1/**");
    }

    @Test
    @DisplayName("quiet: docker exec and kubectl exec go into a container that is there")
    void exec() {
      moves(
              process(851, "runc:[2:INIT]", "/system.slice/containerd.service"),
              POD,
              process(600, "app", POD))
          .isQuiet();
    }

    @Test
    @DisplayName("quiet: podman moves a container's processes to the cgroup named container in it")
    void podmansContainerChild() {
      moves(process(860, "app", SCOPE), SCOPE + "/container").isQuiet();
    }

    @Test
    @DisplayName(
        "quiet: conmon and LXC's monitor go from the service that starts them to their own")
    void monitors() {
      moves(
              process(870, "conmon", "/system.slice/web.service"),
              "/machine.slice/libpod-conmon-" + ID + ".scope")
          .isQuiet();
      Court.builtIn()
          .scan(process(871, "lxc-start", "/system.slice/lxc.service"))
          .scan(process(871, "lxc-start", "/lxc.monitor.c1"))
          .isQuiet();
      Court.builtIn()
          .scan(process(872, "conmon", "/system.slice/web.service"))
          .scan(process(872, "conmon", "/libpod_parent/conmon"))
          .isQuiet();
    }

    @Test
    @DisplayName("quiet: the kubelet moves itself where --kubelet-cgroups says")
    void kubelet() {
      moves(process(880, "kubelet", "/system.slice/kubelet.service"), "/kubelet").isQuiet();
    }

    @Test
    @DisplayName(
        "quiet: Docker in Docker places containers inside, or beside itself at their start")
    void dockerInDocker() {
      moves(process(890, "runc:[2:INIT]", "/docker/" + ID), "/docker/" + ID + "/docker/" + OTHER_ID)
          .isQuiet();
      Court.builtIn()
          .scan(process(891, "runc:[2:INIT]", "/docker/" + ID))
          .scan(process(891, "runc:[2:INIT]", "/docker/" + OTHER_ID))
          .isQuiet();
    }

    @Test
    @DisplayName("quiet: slurmd places the steps of jobs")
    void slurm() {
      moves(
              process(895, "slurmstepd", "/system.slice/slurmd.service"),
              "/system.slice/slurmstepd.scope/job_12/step_0/slurm",
              process(894, "slurmstepd", "/system.slice/slurmstepd.scope/system"))
          .isQuiet();
    }

    @Test
    @DisplayName("quiet: Proxmox and older LXC have their monitors below lxc.monitor")
    void monitorsOfProxmox() {
      moves(
              process(897, "lxc-start", "/system.slice/system-pve.slice/pve-container@100.service"),
              "/lxc.monitor/100")
          .isQuiet();
    }

    @Test
    @DisplayName("quiet: machined places the processes of a machine one after the other")
    void machines() {
      String scope = "/machine.slice/machine-lxc\\x2d7\\x2dvm.scope";
      moves(
              process(898, "libvirt_lxc", "/system.slice/libvirtd.service"),
              scope,
              process(899, "init", scope))
          .isQuiet();
    }

    @Test
    @DisplayName("quiet: what a user does in the tree of his own manager")
    void withinAUsersTree() {
      moves(
              process(901, "sh", MANAGER + "/user.slice/docker-" + ID + ".scope"),
              MANAGER + "/app.slice/x")
          .isQuiet();
    }

    /** The name alone excuses nobody. */
    @Test
    void namesLikeThoseOfRuntimes() {
      moves(process(902, "crunch-worker", "/system.slice/crunch.service"), "/x")
          .finds("902 stays_in_unit: /x, not /system.slice/crunch.service/**");
      Court.builtIn()
          .scan(process(903, "kubelet", NGINX_SERVICE))
          .scan(process(903, "kubelet", "/kubelet"))
          .finds("903 stays_in_unit: /kubelet, not /system.slice/nginx.service/**");
      Court.builtIn()
          .scan(process(904, "runc", NGINX_SERVICE))
          .scan(process(904, "runc", "/"))
          .finds("904 stays_in_unit: /, not /system.slice/nginx.service/**");
    }

    @Test
    void anExceptionMayNameTheUnitThatIsLeft() {
      for (String except : List.of("{unit: pbs.service}", "{cgroup: /system.slice/pbs.service}")) {
        new Court("builtin_expectations: {stays_in_unit: {except: [" + except + "]}}")
            .scan(process(905, "job", "/system.slice/pbs.service"), WORKER)
            .scan(process(905, "job", "/pbs_jobs.service/jobid/12.host"), WORKER.in("/x"))
            .finds("500 stays_in_unit: /x, not /system.slice/nginx.service/**");
      }
    }

    @Test
    @DisplayName("quiet: what was in no service or container may go anywhere")
    void withoutHome() {
      moves(process(896, "bash", SESSION), "/hand/made").isQuiet();
    }
  }

  @Nested
  class NotInRootCgroup {
    private final Court court = Court.builtIn();

    @Test
    void userSpaceInTheRootCgroupOfASystemdHostViolates() {
      court
          .scan(SYSTEMD, KTHREADD, process(500, "stray", "/"))
          .finds("500 not_in_root_cgroup: /, not any cgroup but /")
          .counts("not_in_root_cgroup", State.VIOLATED, 1);
    }

    @Test
    @DisplayName("quiet: a host whose PID 1 is not systemd")
    void otherInit() {
      court.scan(SYSTEMD.comm("tini").in("/"), process(500, "app", "/")).isQuiet();
    }

    @Test
    @DisplayName("quiet: kernel threads, and systemd itself before it has made init.scope")
    void kernelThreadsAndInit() {
      court
          .scan(
              SYSTEMD.in("/"), KTHREADD, process(9, "kworker/0:0", "/").childOf(2).asKernelThread())
          .isQuiet();
    }

    @Test
    @DisplayName("quiet: modprobe and handlers of core dumps, which the kernel starts")
    void helpersOfTheKernel() {
      court
          .scan(
              SYSTEMD,
              KTHREADD,
              process(50, "kworker/u8:1", "/").childOf(2).asKernelThread(),
              process(510, "modprobe", "/").childOf(50),
              process(511, "systemd-coredum", "/").childOf(2))
          .isQuiet();
    }

    @Test
    @DisplayName("quiet: what helpers of the kernel start in turn, as the handlers of DRBD")
    void childrenOfHelpers() {
      Sketch helper = process(510, "drbdadm", "/").childOf(2);
      court
          .scan(SYSTEMD, KTHREADD, helper)
          .scan(SYSTEMD, KTHREADD, helper, process(511, "sh", "/").childOf(510))
          .scan(SYSTEMD, KTHREADD, process(511, "sh", "/").childOf(1))
          .isQuiet();
    }

    @Test
    @DisplayName("quiet: a helper and its child, where PIDs began anew between them")
    void pidsBeginAnew() {
      court
          .scan(
              SYSTEMD,
              KTHREADD,
              process(30_000, "drbdadm", "/").childOf(2).started(100),
              process(350, "sh", "/").childOf(30_000).started(101))
          .isQuiet();
    }

    @Test
    @DisplayName("quiet for a minute: what initramfs left, such as plymouthd, ends soon")
    void patience() {
      new Court("")
          .scan(SYSTEMD, process(500, "plymouthd", "/"))
          .isQuiet()
          .later(Duration.ofSeconds(61))
          .scan(SYSTEMD, process(500, "plymouthd", "/"))
          .counts("not_in_root_cgroup", State.VIOLATED, 1);
    }

    @Test
    void zombiesAreNotJudged() {
      court.scan(SYSTEMD, process(500, "stray", "/").asZombie()).isQuiet();
    }
  }

  @Nested
  class InsideCgroupNamespace {
    private static final long NAMESPACE = 4026532178L;
    private final Court court = Court.builtIn();

    private static List<CgroupNamespace> rootAt(String path) {
      return List.of(
          new CgroupNamespace(
              new NamespaceId(NamespaceKind.CGROUP, NAMESPACE),
              new NamespaceRoot.Exact(Map.of(Hierarchy.UNIFIED, new CgroupPath(path)))));
    }

    @Test
    void outsideViolatesAndNamesTheRoot() {
      court
          .scan(rootAt("/a"), process(500, "sleep", "/b").namespace(NAMESPACE, "/../b"))
          .finds("500 inside_cgroup_namespace: /b, not /a/**");
    }

    @Test
    @DisplayName("quiet: the initial namespace, and whatever is inside")
    void inside() {
      court
          .scan(
              rootAt("/a"),
              process(500, "sleep", "/a/x").namespace(NAMESPACE, "/x"),
              process(501, "sleep", "/b"))
          .isQuiet()
          .counts("inside_cgroup_namespace", State.MET, 1);
    }

    @Test
    @DisplayName(
        "quiet for a minute: runtimes enter the namespace and the cgroup one after the other")
    void patience() {
      Sketch entering = process(500, "runc:[2:INIT]", "/b").namespace(NAMESPACE, "/../b");
      new Court("")
          .scan(entering)
          .isQuiet()
          .counts("inside_cgroup_namespace", State.PENDING, 1)
          .later(Duration.ofSeconds(5))
          .scan(entering.in("/a").namespace(NAMESPACE, "/"))
          .counts("inside_cgroup_namespace", State.MET, 1)
          .hasCounted("inside_cgroup_namespace", 0);
    }

    @Test
    void aNamespaceThatMayNotBeReadIsUnknown() {
      court
          .scan(process(500, "sleep", "/b").namespaceUnread())
          .isQuiet()
          .counts("inside_cgroup_namespace", State.UNKNOWN, 1);
    }
  }

  @Nested
  class FreshCgroupMount {
    private final Court court = Court.builtIn();

    @Test
    void theHostsMountInANamespaceOfItsOwnViolates() {
      court
          .scan(process(500, "sh", "/a/b").namespace(7, "/").mount(mount("/", false), "/../.."))
          .finds(
              "500 fresh_cgroup_mount: mount root /, not a cgroup mount with its root in its"
                  + " cgroup namespace");
    }

    @Test
    void alsoInAContainerThatMayWriteToIt() {
      court
          .scan(process(500, "sh", SCOPE).namespace(7, "/").mount(mount("/", false), "/../.."))
          .counts("fresh_cgroup_mount", State.VIOLATED, 1);
    }

    @Test
    @DisplayName("quiet: who was given the host's tree to look at: cAdvisor, bwrap --ro-bind / /")
    void hostsTreeToLookAt() {
      court
          .scan(
              process(501, "cmd", SESSION).namespace(8, "/").mount(mount("/", true), "/../../.."),
              process(500, "cadvisor", SCOPE).namespace(7, "/").mount(mount("/", true), "/../.."))
          .isQuiet();
    }

    @Test
    @DisplayName("quiet: fresh mounts, no mount at all (flatpak), and the initial namespace")
    void freshOrNone() {
      court
          .scan(
              process(500, "sh", SCOPE).namespace(7, "/").mount(mount(SCOPE, false), "/"),
              process(501, "flatpak", "/x").namespace(8, "/"),
              process(502, "bash", SESSION).mount(mount("/", false), "/"))
          .isQuiet();
    }
  }

  @Nested
  class ContainerCgroupNamespace {
    private final Court court = Court.builtIn();
    private final Sketch app = process(600, "app", SCOPE).namespace(7, "/");
    private final Sketch host = process(601, "sh", SCOPE);

    @Test
    void oneOfAContainerInTheInitialNamespaceViolates() {
      court
          .scan(app, host)
          .finds(
              "601 container_cgroup_namespace: cgroup:[4026531835], not the private cgroup"
                  + " namespace of its container")
          // The first one ends: now it is like any container that shares the host's.
          .scan(host)
          .isQuiet()
          .scan(app.started(9), host)
          .counts("container_cgroup_namespace", State.VIOLATED, 1);
    }

    @Test
    @DisplayName("quiet: a container that shares the host's namespace as a whole (--cgroupns=host)")
    void sharesTheHosts() {
      court.scan(host, process(602, "sh", SCOPE)).isQuiet();
    }

    @Test
    @DisplayName("quiet: one process of a container that shares the host's makes a sandbox")
    void sandboxInAContainer() {
      court
          .scan(host, process(602, "bwrap", SCOPE).namespace(9, "/"))
          .isQuiet()
          .counts("container_cgroup_namespace", State.MET, 2);
    }

    /** What cannot be read of the first process for a moment is as it was. */
    @Test
    void theFirstProcessUnread() {
      Sketch sandbox = process(602, "bwrap", SCOPE).namespace(9, "/");
      Sketch third = process(603, "sh", SCOPE);
      court.scan(host, sandbox, third).scan(host.inUnread(), sandbox, third).isQuiet();
      Court.builtIn()
          .scan(app, host)
          .scan(app.namespaceUnread(), host)
          .counts("container_cgroup_namespace", State.VIOLATED, 1)
          .scan(app, host)
          .hasCounted("container_cgroup_namespace", 1);
    }

    @Test
    @DisplayName("quiet: conmon beside the container, and other containers")
    void conmon() {
      court
          .scan(
              app,
              process(610, "conmon", "/machine.slice/libpod-conmon-" + ID + ".scope"),
              process(611, "conmon", "/system.slice/web.service/runtime"),
              process(612, "app", "/docker/" + OTHER_ID))
          .isQuiet();
    }

    @Test
    @DisplayName("quiet for a minute: exec joins the container's cgroup before its namespace")
    void patience() {
      new Court("")
          .scan(app, host)
          .isQuiet()
          .later(Duration.ofSeconds(5))
          .scan(app, host.namespace(7, "/"))
          .later(Duration.ofMinutes(5))
          .scan(app, host.namespace(7, "/"))
          .isQuiet();
    }
  }

  @Test
  void eachHasASwitch() {
    for (BuiltIn builtIn : BuiltIn.values()) {
      Court court = new Court("builtin_expectations: {" + builtIn.key() + ": false}");
      org.assertj.core.api.Assertions.assertThat(
              court.judgements().tallies().keySet().stream().map(Expectation::name))
          .hasSize(BuiltIn.values().length - 1)
          .doesNotContain(builtIn.key());
    }
  }

  @Test
  void exceptionsAndPatienceCanBeSaid() {
    new Court(
            "builtin_expectations: {stays_in_unit: {for: 10s, except: [{comm: mover}], severity: info}}")
        .scan(WORKER, process(501, "mover", NGINX_SERVICE))
        .scan(WORKER.in("/x"), process(501, "mover", "/x"))
        .isQuiet()
        .later(Duration.ofSeconds(10))
        .scan(WORKER.in("/x"), process(501, "mover", "/x"))
        .finds("500 stays_in_unit: /x, not /system.slice/nginx.service/**");
  }
}

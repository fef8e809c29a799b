package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.BootedSystem;
import io.cgck.lab.Command.Outcome;
import io.cgck.lab.SystemRoot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the unit promises of its sandbox, tried by programs that run in place of the exporter. Most
 * attempts are made as root with all capabilities, so that it is the sandbox that refuses and not
 * that the user has no rights; and once outside, where they must succeed.
 */
@ParameterizedClass
@EnumSource(names = {"BOOKWORM", "TRIXIE"})
class SystemdSandboxIT {
  private static final String DONE = "done";
  private static final String READ_ONLY = "refused: Read-only file system";
  private static final String DENIED = "refused: Permission denied";
  private static final String NOT_PERMITTED = "refused: Operation not permitted";
  private static final String NO_SUCH_FAMILY = "refused: Address family not supported by protocol";

  private static final String CAP_SYS_PTRACE = "0000000000080000";
  private static final String CAP_SYS_PTRACE_AND_ADMIN = "0000000000280000";

  private static final String UNIX = "sockets(AF_UNIX)";
  private static final String INET = "sockets(AF_INET)";
  private static final String INET6 = "sockets(10)";
  private static final String NETLINK = "sockets(16, SOCK_RAW)";
  private static final String PACKET = "sockets(17, SOCK_RAW)";
  private static final String BLUETOOTH = "sockets(31, SOCK_RAW)";
  private static final String ALG = "sockets(38, 5)";
  private static final String VSOCK = "sockets(40)";

  private static final List<String> ENTER_ALL_BUT_CGROUP =
      List.of(
          "enters('mnt', 0x00020000)",
          "enters('uts', 0x04000000)",
          "enters('ipc', 0x08000000)",
          "enters('net', 0x40000000)",
          "enters('pid', 0x20000000)");
  private static final String ENTER_CGROUP = "enters('cgroup', 0x02000000)";

  private static BootedSystem system;
  private static InstalledExporter exporter;
  private static SandboxProbe probe;

  @RegisterExtension private final JournalOnFailure journal;

  SystemdSandboxIT(SystemRoot root) {
    journal = new JournalOnFailure(root, () -> exporter.units());
  }

  @BeforeParameterizedClassInvocation
  static void install(SystemRoot root) {
    system = BootedSystem.boot(root);
    exporter = InstalledExporter.in(system);
    exporter.install();
    probe = new SandboxProbe(exporter);
  }

  @AfterParameterizedClassInvocation
  static void shutDown() {
    // Nothing to do where it could not even be booted.
    if (system != null) {
      system.close();
      system = null;
    }
  }

  @BeforeEach
  void reset() {
    exporter.reset();
  }

  @Test
  void nothingCanBeWritten() {
    isRefusedToRoot(
        READ_ONLY,
        "creates('/x')",
        "creates('/usr/x')",
        "creates('/etc/x')",
        "creates('/etc/cgck/x')",
        "creates('/var/x')",
        "creates('/var/lib/x')",
        "creates('/opt/x')",
        "creates('/srv/x')",
        "writes('/etc/passwd')");
  }

  @Test
  void norWhereEverybodyMayWrite() {
    system.shell(
        "mkdir -p /srv/open; chmod 1777 /srv/open; touch /srv/open/file; chmod 666 /srv/open/file");

    assertThat(
            probe
                .asTheService()
                .attempt(List.of("creates('/srv/open/x')", "writes('/srv/open/file')")))
        .allSatisfy((expression, result) -> assertThat(result).isEqualTo(READ_ONLY));
  }

  @Test
  void temporaryFilesAreItsOwn() {
    system.shell("echo secret >/tmp/of-others");

    assertThat(probe.asTheService().print("join ',', glob('/tmp/* /var/tmp/*')")).isEmpty();
    assertThat(probe.attempt(List.of("creates('/tmp/x')")).values()).containsExactly(DONE);
  }

  @Test
  void homesAreEmpty() {
    system.shell("mkdir -p /home/somebody; echo secret >/home/somebody/file; chmod -R a+rX /home");
    List<String> files = List.of("opens('/home/somebody/file')", "opens('/root/.profile')");

    assertThat(probe.attemptOutside(files).values()).containsOnly(DONE);
    assertThat(probe.asRoot().attempt(files).values()).doesNotContain(DONE);
    assertThat(probe.print("join ',', glob('/home/* /root/* /root/.[a-z]*')")).isEmpty();
  }

  @Test
  void cgroupsAndTheKernelCannotBeChanged() {
    isRefusedToRoot(
        READ_ONLY,
        "writes('/sys/fs/cgroup/cgroup.procs')",
        "mkdir('/sys/fs/cgroup/x') && rmdir('/sys/fs/cgroup/x')",
        "writes('/proc/irq/default_smp_affinity')");
    // Outside, the lab has made these read-only for all of the system.
    assertThat(
            probe.attempt(
                List.of(
                    "writes('/proc/sys/kernel/core_pattern')", "writes('/sys/kernel/mm/ksm/run')")))
        .allSatisfy((expression, result) -> assertThat(result).isEqualTo(READ_ONLY));
  }

  @Test
  void devicesAreNotThere() {
    system.shell("[ -e /dev/a-disk ] || mknod /dev/a-disk b 7 255");

    assertThat(
            probe
                .asRoot()
                .print("join ' ', grep { !-l && (-b || -c) } glob('/dev/*')")
                .split(" ", -1))
        .contains("/dev/null", "/dev/urandom")
        .isSubsetOf(
            "/dev/full", "/dev/null", "/dev/random", "/dev/tty", "/dev/urandom", "/dev/zero");
  }

  @Test
  void socketsAreOfTheUnixFamilyOnly() {
    isRefusedToRoot(NO_SUCH_FAMILY, INET, INET6, NETLINK, PACKET);
    // What the kernel of the machine does not know is refused alike.
    assertThat(probe.attempt(List.of(UNIX, ALG, BLUETOOTH, VSOCK)))
        .isEqualTo(
            Map.of(
                UNIX, DONE, ALG, NO_SUCH_FAMILY, BLUETOOTH, NO_SUCH_FAMILY, VSOCK, NO_SUCH_FAMILY));
  }

  @Test
  void withTheExampleForThatTheyMayBeOfTheInternetsFamilies() {
    exporter.useExample("own-network.conf");

    assertThat(probe.asRoot().attempt(List.of(UNIX, INET, INET6, NETLINK, PACKET)))
        .isEqualTo(
            Map.of(
                UNIX,
                DONE,
                INET,
                DONE,
                INET6,
                DONE,
                NETLINK,
                NO_SUCH_FAMILY,
                PACKET,
                NO_SUCH_FAMILY));
  }

  @Test
  void itsNetworkIsEmpty() {
    assertThat(
            probe
                .asTheService()
                .print("open(my $f, '/proc/net/dev'); join ',', map { /(\\S+):/ } <$f>"))
        .isEqualTo("lo");
    assertThat(probe.print("readlink('/proc/self/ns/net')"))
        .isNotEqualTo(system.namespace(1, "net"));
  }

  @Test
  void itsOnlyCapabilityIsToLookAtProcesses() {
    assertThat(status())
        .contains("CapPrm:\t" + CAP_SYS_PTRACE, "CapEff:\t" + CAP_SYS_PTRACE)
        .contains("CapBnd:\t" + CAP_SYS_PTRACE, "CapAmb:\t" + CAP_SYS_PTRACE)
        .contains("Uid:\t%1$s\t%1$s\t%1$s\t%1$s".formatted(uid()))
        .contains("NoNewPrivs:\t1", "Seccomp:\t2");
  }

  private static List<String> status() {
    return probe
        .asTheService()
        .print("open(my $f, '/proc/self/status'); join '', <$f>")
        .lines()
        .toList();
  }

  private static String uid() {
    return system.call("id", "-u", "cgck");
  }

  @Test
  void programsOfRootGiveItNothing() {
    String id = "/usr/local/bin/id-of-root";
    system.shell("cp /usr/bin/id %1$s; chmod 4755 %1$s".formatted(id));

    assertThat(system.call("setpriv", "--reuid=" + uid(), "--clear-groups", id, "-u"))
        .as("outside of the sandbox")
        .isEqualTo("0");
    assertThat(probe.asTheService().print("`%s -u`".formatted(id))).isEqualTo(uid());
  }

  @Test
  void itMakesNoProgramsThatGiveOthersItsRights() {
    String ordinary = "becomes('/tmp/x', 0755)";
    String setuid = "becomes('/tmp/x', 04755)";
    String setgid = "becomes('/tmp/x', 02755)";

    assertThat(probe.asTheService().attempt(List.of(ordinary, setuid, setgid)))
        .isEqualTo(Map.of(ordinary, DONE, setuid, NOT_PERMITTED, setgid, NOT_PERMITTED));
  }

  @Test
  void namespacesCanBeNeitherMadeNorEntered() {
    isRefusedToRoot(
        NOT_PERMITTED,
        "reaches('unshare', 0x00020000)",
        "reaches('unshare', 0x02000000)",
        "reaches('unshare', 0x04000000)",
        "reaches('unshare', 0x08000000)",
        "reaches('unshare', 0x10000000)",
        "reaches('unshare', 0x20000000)",
        "reaches('unshare', 0x40000000)");
    assertThat(probe.attempt(ENTER_ALL_BUT_CGROUP).values()).containsOnly(NOT_PERMITTED);
    assertThat(probe.attempt(List.of(ENTER_CGROUP)).values()).containsExactly(NOT_PERMITTED);
  }

  @Test
  void withTheExampleForThatOnlyCgroupNamespacesCanBeEntered() {
    exporter.useExample("cap-sys-admin.conf");

    assertThat(status())
        .contains("CapEff:\t" + CAP_SYS_PTRACE_AND_ADMIN, "CapBnd:\t" + CAP_SYS_PTRACE_AND_ADMIN);
    assertThat(probe.attempt(List.of(ENTER_CGROUP)).values()).containsExactly(DONE);
    assertThat(probe.attempt(ENTER_ALL_BUT_CGROUP).values()).containsOnly(NOT_PERMITTED);
    assertThat(
            probe.attempt(
                List.of(
                    "reaches('mount', '', '', '', 0, 0)",
                    "reaches('bpf', -1, 0, 0)",
                    "reaches('unshare', 0x00020000)",
                    "creates('/tmp/../etc/x')")))
        .as("what CAP_SYS_ADMIN does not give it")
        .doesNotContainValue(DONE);
  }

  @Test
  void systemCallsThatItDoesNotNeedAreRefused() {
    isRefusedToRoot(
        NOT_PERMITTED,
        "reaches('add_key', 'user', 'x', 'x', 1, -3)",
        "reaches('bpf', -1, 0, 0)",
        "reaches('kexec_load', 0, -1, 0, 0)",
        "reaches('keyctl', 0, -3, 0)",
        "reaches('mount', '', '', '', 0, 0)",
        "reaches('perf_event_open', 0, 0, 0, 0, -1)",
        "reaches('personality', 8)",
        "reaches('pivot_root', '/no/such', '/no/such')",
        "reaches('reboot', 0, 0, 0, 0)",
        "reaches('sched_setscheduler', 0, 1, pack('i', 1))",
        "reaches('swapon', '/no/such', 0)",
        "reaches('userfaultfd', -1)",
        "chroot('/')");
    // Outside, the lab has taken the capabilities for these from all of the system.
    assertThat(
            probe.attempt(
                List.of("reaches('init_module', 0, 0, '')", "reaches('settimeofday', 0, 0)")))
        .allSatisfy((expression, result) -> assertThat(result).isEqualTo(NOT_PERMITTED));
  }

  /** What CAP_SYS_PTRACE would allow without the rest: to become any process of the host. */
  @Test
  void itMayLookAtProcessesButNotIntoThemNorChangeThem() {
    assertThat(probe.asTheService().print("readlink('/proc/1/ns/cgroup')"))
        .isEqualTo(system.namespace(1, "cgroup"));
    assertThat(probe.print("readlink('/proc/1/root')")).isEqualTo("/");
    assertThat(
            probe.attempt(
                List.of(
                    "opens('/proc/1/mem')",
                    "opens('/proc/1/mem', O_RDWR)",
                    "opens('/proc/1/environ')",
                    "peeks(1)",
                    "opens('/etc/shadow')",
                    "kill(0, 1)")))
        .doesNotContainValue(DONE);
    isRefusedToRoot(
        NOT_PERMITTED,
        "peeks(1)",
        "reaches('pidfd_getfd', -1, 0, 0)",
        "reaches('process_madvise', -1, 0, 0, 0, 0)",
        "reaches('process_vm_readv', 1, 0, 0, 0, 0, 0)",
        "reaches('process_vm_writev', 1, 0, 0, 0, 0, 0)",
        "reaches('ptrace', 0, 0, 0, 0)");
  }

  /** As the unit says: no sandbox of files holds who has CAP_SYS_PTRACE, only permissions do. */
  @Test
  void theRootOfOtherProcessesIsOpenToIt() {
    system.shell(
        """
        mkdir -p /home/somebody /srv/open
        echo secret >/home/somebody/file
        chmod -R a+rX /home
        chmod 1777 /srv/open
        """);
    String throughTheRoot = "opens('/proc/1/root/home/somebody/file')";
    String directly = "opens('/home/somebody/file')";
    String whereEverybodyMay = "creates('/proc/1/root/srv/open/x')";

    assertThat(probe.asTheService().attempt(List.of(throughTheRoot, directly, whereEverybodyMay)))
        .containsEntry(throughTheRoot, DONE)
        .containsEntry(whereEverybodyMay, DONE)
        .doesNotContainEntry(directly, DONE);
    assertThat(
            probe.attempt(
                List.of("opens('/proc/1/root/etc/shadow')", "creates('/proc/1/root/etc/x')")))
        .as("where only root may")
        .allSatisfy((expression, result) -> assertThat(result).isEqualTo(DENIED));
  }

  /** VirtualMachineIT has the real tracefs. */
  @Test
  void withTheExampleForTracingNothingButTheInstanceIsReached() {
    system.shell(
        """
        mount -t tmpfs -o mode=700 tmpfs /sys/kernel/tracing
        cd /sys/kernel/tracing
        mkdir -p instances/cgck/events/cgroup/cgroup_attach_task
        mkdir -p instances/cgck/events/cgroup/cgroup_transfer_tasks
        echo secret >trace
        echo '1 systemd' >saved_cmdlines
        chmod 440 saved_cmdlines
        echo moved >instances/cgck/trace_pipe
        """);
    try {
      exporter.useExample("tracing.conf");

      assertThat(
              probe
                  .asTheService()
                  .print("join ',', sort glob('/sys/kernel/tracing/{*,*/*,*/*/*}')"))
          .isEqualTo(
              Stream.of(
                      "instances",
                      "instances/cgck",
                      "instances/cgck/buffer_percent",
                      "instances/cgck/events",
                      "instances/cgck/trace_clock",
                      "instances/cgck/trace_pipe",
                      "saved_cmdlines")
                  .map("/sys/kernel/tracing/"::concat)
                  .collect(Collectors.joining(",")));
      assertThat(
              probe
                  .attempt(
                      List.of(
                          "opens('/sys/kernel/tracing/instances/cgck/trace_pipe')",
                          "opens('/sys/kernel/tracing/saved_cmdlines')"))
                  .values())
          .containsOnly(DONE);
      assertThat(
              probe
                  .asRoot()
                  .attempt(
                      List.of(
                          "creates('/sys/kernel/tracing/x')",
                          "creates('/sys/kernel/tracing/instances/cgck/x')",
                          "writes('/sys/kernel/tracing/saved_cmdlines')",
                          "writes('/sys/kernel/tracing/instances/cgck/trace_pipe')")))
          .allSatisfy((expression, result) -> assertThat(result).isEqualTo(READ_ONLY));
      assertThat(system.call("stat", "--format=%U:%G %a", "/sys/kernel/tracing"))
          .isEqualTo("root:root 700");
    } finally {
      system.call("umount", "/sys/kernel/tracing");
    }
  }

  @Test
  void theUnitIsUnderstoodWholly() {
    for (String example : List.of("", "cap-sys-admin.conf", "own-network.conf", "tracing.conf")) {
      exporter.service().removeDropIns();
      if (!example.isEmpty()) {
        exporter.useExample(example);
      }
      Outcome outcome =
          system.run(
              "systemd-analyze",
              "verify",
              "--man=no",
              "--recursive-errors=no",
              exporter.service().name(),
              exporter.socket().name());

      assertThat(outcome).as("with %s", example).isEqualTo(new Outcome(0, "", ""));
    }
  }

  @Test
  void itsExposureIsLow() {
    Outcome outcome =
        system.run(
            "systemd-analyze",
            "security",
            "--offline=true",
            "--threshold=15",
            "/usr/lib/systemd/system/cgck-exporter.service");

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
  }

  private static void isRefusedToRoot(String how, String... expressions) {
    List<String> all = List.of(expressions);
    assertThat(probe.attemptOutside(all)).as("outside of the sandbox").isEqualTo(all(all, DONE));
    assertThat(probe.asRoot().attempt(all)).as("in the sandbox").isEqualTo(all(all, how));
  }

  private static Map<String, String> all(List<String> expressions, String result) {
    Map<String, String> results = new LinkedHashMap<>();
    expressions.forEach(expression -> results.put(expression, result));
    return results;
  }
}

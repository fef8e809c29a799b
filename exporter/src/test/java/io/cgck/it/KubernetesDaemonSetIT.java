package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.CgckCommand;
import io.cgck.lab.CgckDaemon;
import io.cgck.lab.CgckImage;
import io.cgck.lab.Cgroup;
import io.cgck.lab.CgroupLab;
import io.cgck.lab.Command.Outcome;
import io.cgck.lab.DaemonSetup;
import io.cgck.lab.KubernetesObject;
import io.cgck.lab.KubernetesTools;
import io.cgck.lab.LabProcess;
import io.cgck.lab.Samples;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.openshift.api.model.monitoring.v1.PodMetricsEndpoint;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The exporter, started as the DaemonSet says: its flags, its user, its capabilities and no others,
 * a read-only view of the host's /proc elsewhere, and a cgroup namespace of its own, as containerd
 * and CRI-O give to every container that is not privileged where there is cgroup v2.
 */
class KubernetesDaemonSetIT {
  private static final Path OPERATOR = Path.of("../deploy/kubernetes/overlays/prometheus-operator");

  /**
   * Becomes the command in its arguments, from the fourth on. Ambient capabilities come to what the
   * image's launcher is permitted as a file.
   */
  private static final String CONTAINER =
      """
      set -e
      echo $$ >"$1"
      user=$2
      caps=$3
      shift 3
      mount -t tmpfs tmpfs /mnt
      mkdir /mnt/proc
      mount --bind /proc /mnt/proc
      mount -o remount,bind,ro /mnt/proc
      exec unshare --cgroup setpriv --reuid="$user" --regid="$user" --clear-groups \
        --bounding-set="$caps" --inh-caps="$caps" --ambient-caps="$caps" -- "$@"
      """;

  @AutoClose private final CgroupLab lab = CgroupLab.open();

  private List<KubernetesObject> objects = List.of();
  private Container exporter = new Container();

  @BeforeEach
  void readTheManifests() {
    objects = KubernetesTools.ofTheBuild().kustomized(OPERATOR);
    exporter =
        one("DaemonSet")
            .as(DaemonSet.class)
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .getFirst();
  }

  @Test
  void seesAllOfTheNodeAndAnswersWhereItIsAsked() {
    Cgroup pod = lab.cgroup("kubepods.slice/pod1");
    LabProcess workload = lab.start(lab.cgroup("kubepods.slice/pod2"), "sleep", "300");
    try (CgckDaemon daemon = start(pod, exporter.getSecurityContext().getCapabilities().getAdd())) {
      daemon.await(
          "an absolute path of the workload",
          samples ->
              assertThat(cgroups(samples, workload.pid()))
                  .containsExactly(pod.path().replace("pod1", "pod2")));

      Samples samples = daemon.samples();
      assertThat(samples.value("cgck_exporter_initial_cgroup_namespace", Map.of())).hasValue(1);
      assertThat(daemon.log()).doesNotContain("CAP_").doesNotContain("level=error");

      for (Probe probe :
          List.of(
              exporter.getStartupProbe(),
              exporter.getLivenessProbe(),
              exporter.getReadinessProbe())) {
        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo(port());
        assertThat(daemon.client().get(probe.getHttpGet().getPath()).status()).isEqualTo(200);
      }
      assertThat(scraped().getPort()).isEqualTo(port());
      assertThat(daemon.client().get(scraped().getPath()).status()).isEqualTo(200);
    }
  }

  /** As {@code hostPID: false} is: the /proc that is mounted shows the PIDs of the node. */
  @Test
  void seesTheSameInAPidNamespaceOfItsOwn() {
    Cgroup others = lab.cgroup("kubepods.slice/pod2");
    lab.start(others, "sleep", "300");
    List<String> prefix =
        new ArrayList<>(
            container(
                lab.cgroup("kubepods.slice/pod1"),
                exporter.getSecurityContext().getCapabilities().getAdd()));
    prefix.addAll(List.of("unshare", "--pid", "--fork"));

    Outcome outcome = CgckCommand.ofTheBuild().runAs(prefix, "metrics", "--path.procfs=/mnt/proc");

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    Samples samples = Samples.parse(outcome.stdout());
    assertThat(samples.value("cgck_exporter_initial_cgroup_namespace", Map.of())).hasValue(1);
    assertThat(samples.named("cgck_cgroup_processes"))
        .extracting(sample -> sample.label("cgroup"))
        .contains(others.path());
  }

  @Test
  void withoutSysAdminItCannotLeaveItsCgroupNamespace() {
    try (CgckDaemon daemon = startWithout("SYS_ADMIN")) {
      Samples samples = daemon.awaitFreshScan();

      assertThat(samples.value("cgck_exporter_initial_cgroup_namespace", Map.of())).hasValue(0);
      assertThat(daemon.log()).contains("CAP_SYS_ADMIN");
    }
  }

  @Test
  void withoutSysPtraceItCannotReadNamespaces() {
    try (CgckDaemon daemon = startWithout("SYS_PTRACE")) {
      Samples samples = daemon.awaitFreshScan();

      assertThat(
              samples
                  .one(
                      "cgck_scan_errors_total",
                      Map.of("file", "ns/cgroup", "reason", "permission_denied"))
                  .value())
          .isGreaterThan(1);
      assertThat(daemon.log()).contains("CAP_SYS_PTRACE");
    }
  }

  private CgckDaemon startWithout(String capability) {
    List<String> others = new ArrayList<>(exporter.getSecurityContext().getCapabilities().getAdd());
    assertThat(others.remove(capability)).isTrue();
    return start(lab.cgroup("kubepods.slice/pod1"), others);
  }

  @Test
  void listensOnThePortThatIsNamed() {
    assertThat(exporter.getPorts())
        .extracting(port -> "--web.listen-address=:" + port.getContainerPort())
        .hasSize(1)
        .allSatisfy(flag -> assertThat(exporter.getArgs()).contains(flag));
    assertThat(policyPorts()).containsExactly(port());
  }

  private List<String> policyPorts() {
    return one("NetworkPolicy").as(NetworkPolicy.class).getSpec().getIngress().stream()
        .flatMap(rule -> rule.getPorts().stream())
        .map(port -> port.getPort().getStrVal())
        .toList();
  }

  /**
   * Every path in flags is on a volume or has one below it, as that of sysfs has the cgroups, so
   * that nothing of the image is read by mistake.
   */
  @Test
  void pathsInFlagsAreMounted() {
    List<String> mounts =
        exporter.getVolumeMounts().stream().map(mount -> mount.getMountPath()).toList();

    assertThat(exporter.getVolumeMounts()).allMatch(mount -> mount.getReadOnly());
    assertThat(
            exporter.getArgs().stream()
                .filter(flag -> flag.contains("=/"))
                .map(flag -> flag.substring(flag.indexOf('=') + 1)))
        .isNotEmpty()
        .allMatch(
            path ->
                mounts.stream()
                    .anyMatch(mount -> path.startsWith(mount) || mount.startsWith(path + "/")));
  }

  private List<String> container(Cgroup cgroup, List<String> capabilities) {
    return List.of(
        "unshare",
        "--mount",
        "sh",
        "-c",
        CONTAINER,
        "sh",
        cgroup.directory().resolve("cgroup.procs").toString(),
        exporter.getSecurityContext().getRunAsUser().toString(),
        Stream.concat(
                Stream.of("-all"),
                capabilities.stream().map(name -> "+" + name.toLowerCase(Locale.ROOT)))
            .collect(Collectors.joining(",")));
  }

  private CgckDaemon start(Cgroup cgroup, List<String> capabilities) {
    DaemonSetup setup =
        DaemonSetup.quick().as(CgckImage.ofTheBuild(), container(cgroup, capabilities));
    for (String flag : flags()) {
      setup = setup.flag(flag);
    }
    return setup.start();
  }

  /** Those of the DaemonSet, but for where the test puts the file, /proc and the port. */
  private List<String> flags() {
    List<String> flags = new ArrayList<>(exporter.getArgs());
    assertThat(flags.removeFirst()).isEqualTo("serve");
    assertThat(flags.remove("--config.file=/etc/cgck/cgck.yml")).isTrue();
    assertThat(flags.removeIf(flag -> flag.startsWith("--web.listen-address="))).isTrue();
    flags.replaceAll(flag -> flag.replace("=/host/proc", "=/mnt/proc"));
    return flags;
  }

  private PodMetricsEndpoint scraped() {
    return one("PodMonitor").as(PodMonitor.class).getSpec().getPodMetricsEndpoints().getFirst();
  }

  private String port() {
    return exporter.getPorts().getFirst().getName();
  }

  private static List<String> cgroups(Samples samples, long pid) {
    return samples.named("cgck_process_info").stream()
        .filter(sample -> sample.label("pid").equals(Long.toString(pid)))
        .map(sample -> sample.label("cgroup"))
        .toList();
  }

  private KubernetesObject one(String kind) {
    return objects.stream()
        .filter(object -> object.kind().equals(kind))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " in " + objects));
  }
}

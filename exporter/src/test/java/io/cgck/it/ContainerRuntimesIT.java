package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.CgckDaemon;
import io.cgck.lab.ContainedDaemon;
import io.cgck.lab.ContainerHost;
import io.cgck.lab.ContainerProcess;
import io.cgck.lab.DaemonSetup;
import io.cgck.lab.OciImage;
import io.cgck.lab.Runtimes;
import io.cgck.lab.Runtimes.Started;
import io.cgck.lab.Sample;
import io.cgck.lab.Samples;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Containers of real runtimes, as cgck shows them: from the host, from a container that has the
 * host's {@code /proc}, and from one that is in a cgroup namespace of its own besides. What is
 * right is asked from the kernel, and from the container itself.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerRuntimesIT {
  private static final String POD = "0a1b2c3d-1111-2222-3333-0123456789ab";
  private static final String DOCKER_ID = "d0".repeat(32);
  private static final String KUBERNETES_ID = "c1".repeat(32);

  /** From where is looked. */
  enum From {
    HOST,
    CONTAINER,
    CONTAINER_WITH_CGROUP_NAMESPACE
  }

  private final ContainerHost host = ContainerHost.open();
  private final Runtimes runtimes = new Runtimes(host);
  private final Map<From, Samples> seen = new EnumMap<>(From.class);
  private Map<String, Started> containers = Map.of();

  @BeforeAll
  void lookAtAllOfThem() {
    containers =
        Map.of(
            "runc",
            runtimes.runc(DOCKER_ID, "/docker/" + DOCKER_ID, true),
            "runc, host cgroup namespace",
            runtimes.runc(
                KUBERNETES_ID, "/kubepods/burstable/pod" + POD + "/" + KUBERNETES_ID, false),
            "podman",
            runtimes.podman("p1", "private"),
            "podman, host cgroup namespace",
            runtimes.podman("p2", "host"),
            "lxc",
            runtimes.lxc("c1", false),
            "lxc, id maps",
            runtimes.lxc("c2", true),
            "nspawn",
            runtimes.nspawn("n1"),
            "unshare",
            runtimes.unshare("unshared"));
    try (CgckDaemon daemon = DaemonSetup.quick().start()) {
      seen.put(From.HOST, daemon.awaitFreshScan());
    }
    String image = OciImage.ofTheBuild().loadInto(host);
    seen.put(From.CONTAINER, fromContainer(image, "e1", "host"));
    seen.put(From.CONTAINER_WITH_CGROUP_NAMESPACE, fromContainer(image, "e2", "private"));
  }

  private Samples fromContainer(String image, String name, String cgroupNamespace) {
    return ContainedDaemon.byPodman(
            host,
            image,
            name,
            List.of(
                "--cgroupns=" + cgroupNamespace,
                "--cap-drop=all",
                "--cap-add=SYS_PTRACE",
                "--cap-add=SYS_ADMIN",
                "--volume=/proc:/host/proc:ro"),
            List.of("--path.procfs=/host/proc"))
        .awaitFreshScan();
  }

  @AfterAll
  void stop() {
    host.close();
  }

  @ParameterizedTest
  @EnumSource
  void itsOwnVantageIsWhole(From from) {
    Samples samples = see(from);

    assertThat(samples.value("cgck_exporter_initial_cgroup_namespace", Map.of())).hasValue(1);
    assertThat(samples.value("cgck_exporter_initial_pid_namespace", Map.of())).hasValue(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          runc                          | docker         | ''  | true
          runc, host cgroup namespace   | ''             | POD | false
          podman                        | podman         | ''  | true
          podman, host cgroup namespace | podman         | ''  | false
          lxc                           | lxc            | ''  | true
          lxc, id maps                  | lxc            | ''  | true
          nspawn                        | systemd-nspawn | ''  | true
          unshare                       | ''             | ''  | true
          """)
  void everythingAboutIt(String name, String runtime, String pod, boolean privateNamespace) {
    Started container = containers.get(name);
    ContainerProcess process = container.process();
    String namespace = Long.toString(process.cgroupNamespace());

    for (From from : From.values()) {
      Samples samples = see(from);
      Sample info = samples.one("cgck_process_info", Map.of("pid", Long.toString(process.pid())));
      assertThat(info.labels())
          .as("%s of %s", name, from)
          .containsEntry("comm", "sleep")
          .containsEntry("cgroup", process.cgroup())
          .containsEntry("cgroup_ns", namespace)
          .containsEntry("ns_cgroup", process.ownCgroup())
          .containsEntry("mount_root", process.ownMountRoot());
      assertThat(samples.one("cgck_cgroup_info", Map.of("cgroup", process.cgroup())).labels())
          .as("%s of %s", name, from)
          .containsEntry("runtime", runtime)
          .containsEntry("container_id", container.id())
          .containsEntry("pod_uid", pod.replace("POD", POD));
      assertThat(samples.one("cgck_cgroup_namespace_info", Map.of("cgroup_ns", namespace)).labels())
          .as("%s of %s", name, from)
          .containsEntry("root", privateNamespace ? process.cgroup() : "/")
          .containsEntry("root_source", "exact");
    }
  }

  /** The rows above say the same of all; here it is spelt out that they do so of what is there. */
  @Test
  void theyReallyAreWhatTheyAreCalled() {
    String top = host.lab().top().path();
    assertThat(process("runc").cgroup()).isEqualTo(top + "/docker/" + DOCKER_ID);
    assertThat(process("podman").cgroup())
        .isEqualTo(top + "/podman/libpod-" + containers.get("podman").id());
    assertThat(process("podman").ownCgroup()).isEqualTo("/");
    assertThat(process("podman, host cgroup namespace").ownCgroup())
        .isEqualTo(process("podman, host cgroup namespace").cgroup());
    assertThat(process("lxc").cgroup()).isEqualTo(top + "/lxc.payload.c1");
    assertThat(process("nspawn").cgroup())
        .isEqualTo(top + "/machine.slice/machine-n1.scope/payload");
    assertThat(process("nspawn").ownMountRoot()).isEqualTo("/");
  }

  private ContainerProcess process(String name) {
    return containers.get(name).process();
  }

  private Samples see(From from) {
    return seen.get(from);
  }
}

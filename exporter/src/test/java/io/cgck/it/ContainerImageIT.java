package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgck.lab.CgckImage;
import io.cgck.lab.Command;
import io.cgck.lab.ContainedDaemon;
import io.cgck.lab.ContainerHost;
import io.cgck.lab.LabProcess;
import io.cgck.lab.OciImage;
import io.cgck.lab.Sample;
import io.cgck.lab.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The container image that the build made: what is in it, and how it does under real runtimes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerImageIT {
  private static final OciImage IMAGE = OciImage.ofTheBuild();
  private static final String VERSION = System.getProperty("cgck.version", "");
  private static final String TIMESTAMP = System.getProperty("cgck.timestamp", "");

  private final ContainerHost host = ContainerHost.open();
  private LabProcess sleeper;
  private String image = "";

  @BeforeAll
  void loadIt() {
    sleeper = host.lab().start(host.lab().cgroup("sleeper"), "sleep", "3600");
    image = IMAGE.loadInto(host);
  }

  @AfterAll
  void stop() {
    host.close();
  }

  @Test
  void theSameApplicationGivesTheSameBytes(@TempDir Path again) throws Exception {
    Path other = Files.createFile(again.resolve("of-somebody-else.tar.gz"));
    Command.Outcome outcome =
        new Command(
                new ProcessBuilder(
                    "../deploy/container/build",
                    CgckImage.ofTheBuild().directory().toString(),
                    "target/bom.json",
                    again.toString(),
                    VERSION,
                    TIMESTAMP,
                    "revision=" + System.getProperty("revision", ""),
                    "source=" + System.getProperty("source", "")),
                Duration.ofMinutes(2))
            .run("");

    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    assertThat(new OciImage(again).archive()).hasSameBinaryContentAs(IMAGE.archive());
    assertThat(other).exists();
  }

  @Test
  void saysWhatItIs() throws Exception {
    JsonNode config =
        new ObjectMapper()
            .readTree(host.run("podman", "image", "inspect", "--format={{json .Config}}", image));

    assertThat(image).isEqualTo("localhost/cgck-exporter:" + VERSION);
    assertThat(config.at("/User").textValue()).isEqualTo("65532:65532");
    assertThat(config.at("/Entrypoint").toString()).isEqualTo("[\"/usr/bin/cgck\"]");
    assertThat(config.at("/Cmd").toString()).isEqualTo("[\"serve\"]");
    assertThat(config.at("/ExposedPorts").has("10065/tcp")).isTrue();
    assertThat(config.at("/Labels/org.opencontainers.image.title").textValue())
        .isEqualTo("cgck-exporter");
    assertThat(config.at("/Labels/org.opencontainers.image.version").textValue())
        .isEqualTo(VERSION);
    assertThat(config.at("/Labels/org.opencontainers.image.created").textValue())
        .isEqualTo(TIMESTAMP);
    assertThat(config.at("/Labels/org.opencontainers.image.licenses").textValue())
        .isEqualTo("Apache-2.0");
  }

  /** docker load before version 25 reads another index than podman. */
  @Test
  void dockersIndexIsOfTheSameImage() throws Exception {
    String oci = host.run("skopeo", "inspect", "--config", "oci-archive:/srv/cgck.oci.tar");
    String docker = host.run("skopeo", "inspect", "--config", "docker-archive:/srv/cgck.oci.tar");

    ObjectMapper json = new ObjectMapper();
    assertThat(json.readTree(docker).at("/rootfs")).isEqualTo(json.readTree(oci).at("/rootfs"));
  }

  @Test
  void itsBillOfMaterialsNamesAllThatIsShipped() throws Exception {
    JsonNode components = new ObjectMapper().readTree(IMAGE.bill().toFile()).get("components");
    List<String> jars =
        StreamSupport.stream(components.spliterator(), false)
            .filter(component -> component.path("purl").textValue().startsWith("pkg:maven/"))
            .map(one -> one.get("name").textValue() + "-" + one.get("version").textValue() + ".jar")
            .toList();

    try (Stream<Path> files = Files.list(CgckImage.ofTheBuild().directory().resolve("lib"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.endsWith(".jar") && !name.equals("cgck-exporter.jar"))
          .containsExactlyInAnyOrderElementsOf(jars);
    }
    assertThat(components)
        .anySatisfy(
            component -> {
              assertThat(component.get("name").textValue()).isEqualTo("openjdk");
              assertThat(component.get("version").textValue()).startsWith("25.");
              assertThat(component.get("publisher").textValue()).isNotEmpty();
            })
        .anySatisfy(
            component -> {
              assertThat(component.get("name").textValue()).isEqualTo("glibc");
              assertThat(component.get("version").textValue()).startsWith("2.");
            });
  }

  /** Also of the library of which it has another file than its publisher. */
  @Test
  void itsBillOfMaterialsIsOfTheFilesThatAreShipped() throws Exception {
    for (JsonNode component :
        new ObjectMapper().readTree(IMAGE.bill().toFile()).get("components")) {
      if (component.path("purl").textValue().startsWith("pkg:maven/")) {
        Path jar =
            CgckImage.ofTheBuild()
                .directory()
                .resolve("lib")
                .resolve(
                    component.get("name").textValue()
                        + "-"
                        + component.get("version").textValue()
                        + ".jar");
        String sum =
            HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
        assertThat(component.get("hashes"))
            .as(jar.toString())
            .anySatisfy(
                hash -> {
                  assertThat(hash.get("alg").textValue()).isEqualTo("SHA-256");
                  assertThat(hash.get("content").textValue()).isEqualTo(sum);
                });
      }
    }
  }

  /** What the README and the Helm chart promise. */
  @Test
  void theSizeOfItsHeapCanBeChanged() {
    Samples samples =
        podman("heap", "--env=JDK_JAVA_OPTIONS=-Xmx300m", "--pid=host", "--cgroupns=host")
            .awaitFreshScan();

    double heap =
        samples.named("jvm_memory_max_bytes").stream()
            .filter(sample -> sample.label("area").equals("heap"))
            .mapToDouble(Sample::value)
            .sum();
    // It tells all but the part that is always free.
    assertThat(heap).isBetween(270e6, 300.0 * (1 << 20));
  }

  /** As root and as the image's own user, also where no program may gain capabilities. */
  @ParameterizedTest
  @CsvSource({
    "own,        --user=65532,  --security-opt=label=disable",
    "privileges, --user=65532,  --security-opt=no-new-privileges",
    "root,       --user=0,      --security-opt=no-new-privileges"
  })
  void servesTheWholeHost(String name, String user, String security) {
    ContainedDaemon daemon =
        podman(name, user, security, "--pid=host", "--cgroupns=host", "--cap-add=SYS_PTRACE");
    Samples samples = daemon.awaitFreshScan();

    assertThat(samples.value("cgck_exporter_initial_cgroup_namespace", Map.of())).hasValue(1);
    assertThat(samples.value("cgck_exporter_initial_pid_namespace", Map.of())).hasValue(1);
    assertShowsTheSleeper(samples);
    assertLacksNothing(daemon);
    assertThat(daemon.maps()).as("what speeds up the start").contains("/usr/lib/cgck/lib/cgck.aot");
  }

  @Test
  void runcServesTheWholeHost() {
    ContainedDaemon daemon = IMAGE.runByRunc(host, "exporter", false, false);
    Samples samples = daemon.awaitFreshScan();

    assertShowsTheSleeper(samples);
    assertLacksNothing(daemon);
  }

  /**
   * As containerd and CRI-O start it for Kubernetes: no capability but those that the launcher is
   * permitted as a file, and a cgroup namespace to leave. (podman gives ambient ones.)
   */
  @Test
  void leavesItsCgroupNamespaceByTheCapabilitiesOfTheFile() {
    ContainedDaemon daemon = IMAGE.runByRunc(host, "kubernetes", true, false);
    Samples samples = daemon.awaitFreshScan();

    assertThat(samples.value("cgck_exporter_initial_cgroup_namespace", Map.of())).hasValue(1);
    assertShowsTheSleeper(samples);
    assertLacksNothing(daemon);
  }

  /** Then the capabilities of the file are not given, and an ordinary user has none. */
  @Test
  void saysThatItWasForbiddenToGainTheCapability() {
    ContainedDaemon daemon = IMAGE.runByRunc(host, "forbidden", false, true);
    daemon.awaitFreshScan();

    assertThat(daemon.log().lines().filter(line -> line.contains("give cgck CAP_SYS_PTRACE")))
        .hasSize(1);
  }

  @Test
  void goesToTheInitialCgroupNamespaceWhereItMay() {
    ContainedDaemon daemon =
        podman(
            "admin",
            "--pid=host",
            "--cgroupns=private",
            "--cap-add=SYS_PTRACE",
            "--cap-add=SYS_ADMIN");

    Samples samples = daemon.awaitFreshScan();
    assertThat(samples.value("cgck_exporter_initial_cgroup_namespace", Map.of())).hasValue(1);
    assertShowsTheSleeper(samples);
  }

  @Test
  void saysThatItLacksTheHostsPidNamespace() {
    ContainedDaemon daemon = podman("pids", "--cgroupns=host", "--cap-add=SYS_PTRACE");
    Samples samples = daemon.awaitFreshScan();

    assertThat(samples.value("cgck_exporter_initial_pid_namespace", Map.of())).hasValue(0);
    assertThat(samples.named("cgck_process_info")).hasSize(1);
    assertThat(daemon.log().lines().filter(line -> line.contains("--pid=host"))).hasSize(1);
  }

  @Test
  void saysThatItLacksTheCapability() {
    ContainedDaemon daemon = podman("nothing", "--pid=host", "--cgroupns=host");
    Samples samples = daemon.awaitFreshScan();

    assertThat(samples.one("cgck_process_info", pid()).labels())
        .containsEntry("cgroup", host.lab().cgroup("sleeper").path())
        .containsEntry("cgroup_ns", "")
        .containsEntry("ns_cgroup", "");
    assertThat(daemon.log().lines().filter(line -> line.contains("give cgck CAP_SYS_PTRACE")))
        .hasSize(1);
  }

  @Test
  void saysThatItIsInACgroupNamespaceOfItsOwn() {
    ContainedDaemon daemon =
        podman("cgroups", "--pid=host", "--cgroupns=private", "--cap-add=SYS_PTRACE");
    Samples samples = daemon.awaitFreshScan();

    assertThat(samples.value("cgck_exporter_initial_cgroup_namespace", Map.of())).hasValue(0);
    assertThat(samples.named("cgck_process_info"))
        .isNotEmpty()
        .allMatch(row -> row.label("cgroup").isEmpty());
    assertThat(daemon.log().lines().filter(line -> line.contains("--cgroupns=host"))).hasSize(1);

    Command.Outcome ps = host.tryToRun("podman", "exec", "cgroups", "cgck", "ps");
    assertThat(ps.exitCode()).as("%s", ps).isZero();
    assertThat(ps.stdout()).contains("NS_CGROUP").contains("sleep");
    assertThat(ps.stderr()).contains("note: cgck is in a cgroup namespace of its own");
  }

  @Test
  void podmanBuildsTheSameFromTheContainerfile() {
    for (Path layer : IMAGE.layers()) {
      host.copy(layer, "srv/context/" + layer.getFileName());
    }
    host.copy(Path.of("../deploy/container/Containerfile"), "srv/context/Containerfile");
    host.run("podman", "build", "--isolation=chroot", "--tag=built", "/srv/context");

    String root = host.run("podman", "image", "mount", "localhost/built");
    assertThat(host.run("getcap", root + "/usr/lib/cgck/runtime/bin/java"))
        .as("without it, who is given no ambient capability has none")
        .endsWith(" cap_sys_ptrace,cap_sys_admin=p");

    List<String> run = new ArrayList<>(List.of("--pid=host", "--cgroupns=host"));
    run.add("--cap-add=SYS_PTRACE");
    ContainedDaemon daemon = podmanOf("localhost/built", "built", run);
    assertShowsTheSleeper(daemon.awaitFreshScan());
  }

  private ContainedDaemon podman(String name, String... flags) {
    return podmanOf(image, name, List.of(flags));
  }

  private ContainedDaemon podmanOf(String itsImage, String name, List<String> flags) {
    List<String> all = new ArrayList<>(List.of("--cap-drop=all"));
    all.addAll(flags);
    return ContainedDaemon.byPodman(host, itsImage, name, all, List.of());
  }

  /** Beside the roots of cgroup namespaces, which other tests make and CAP_SYS_ADMIN tells. */
  private static void assertLacksNothing(ContainedDaemon daemon) {
    assertThat(daemon.log())
        .doesNotContain("CAP_SYS_PTRACE", "--pid=host", "--cgroupns=host", "level=error");
  }

  private void assertShowsTheSleeper(Samples samples) {
    String cgroup = host.lab().cgroup("sleeper").path();
    assertThat(samples.one("cgck_process_info", pid()).labels())
        .containsEntry("comm", "sleep")
        .containsEntry("cgroup", cgroup)
        .containsEntry("cgroup_ns", Long.toString(sleeper.namespace("cgroup")))
        .containsEntry("ns_cgroup", cgroup)
        .containsEntry("mount_root", "/");
  }

  private Map<String, String> pid() {
    return Map.of("pid", Long.toString(sleeper.pid()));
  }
}

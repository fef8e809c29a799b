package io.cgck.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The container image that the build made, and what lies beside it. */
public record OciImage(Path directory) {
  public static OciImage ofTheBuild() {
    String directory = System.getProperty("cgck.container");
    assertThat(directory).as("system property cgck.container, set by mvn verify").isNotNull();
    return new OciImage(Path.of(directory));
  }

  /** The archive for {@code podman load}. */
  public Path archive() {
    return only(".oci.tar");
  }

  /** The bill of materials. */
  public Path bill() {
    return only(".cdx.json");
  }

  /** Its layers, the lowest first. */
  public List<Path> layers() {
    return List.of(only("layer-runtime.tar.gz"), only("layer-cgck.tar.gz"));
  }

  private Path only(String end) {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(end)).toList();
      assertThat(found).as("files in %s that end in %s", directory, end).hasSize(1);
      return found.getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives it to podman. Returns the name that it has there. */
  public String loadInto(ContainerHost host) {
    host.copy(archive(), "srv/cgck.oci.tar");
    String said = new Runtimes(host).run(Runtimes.podmanLine("load", "--input=/srv/cgck.oci.tar"));
    return said.substring(said.lastIndexOf(' ') + 1);
  }

  /**
   * Unpacks it as the root directory of an OCI bundle whose process is {@code cgck serve}, in the
   * machine's PID namespace, as the image's user; and starts that by runc.
   *
   * @param cgroupNamespace whether it gets a cgroup namespace of its own
   * @param noNewPrivileges whether no program may gain capabilities
   */
  public ContainedDaemon runByRunc(
      ContainerHost host, String name, boolean cgroupNamespace, boolean noNewPrivileges) {
    int port = Loopback.freePort();
    host.run("mkdir", "-p", "/srv/" + name + "/rootfs");
    for (Path layer : layers()) {
      host.copy(layer, "srv/layer.tar.gz");
      host.run(
          "tar",
          "--extract",
          "--preserve-permissions",
          "--xattrs",
          "--xattrs-include=security.capability",
          "--directory=/srv/" + name + "/rootfs",
          "--file=/srv/layer.tar.gz");
      host.run("rm", "/srv/layer.tar.gz");
    }
    List<String> command = new java.util.ArrayList<>(List.of("/usr/bin/cgck"));
    command.addAll(ContainedDaemon.serve(port, List.of("--path.procfs=/host/proc")));
    ContainedDaemon.configure(host);
    host.write(
        "srv/" + name + "/config.json",
        OciBundle.of(host.lab().cgroup("runc").path() + "/" + name, command)
            .namespaces(
                cgroupNamespace
                    ? List.of("mount", "ipc", "uts", "cgroup")
                    : List.of("mount", "ipc", "uts"))
            .user(65532, List.of("CAP_SYS_PTRACE", "CAP_SYS_ADMIN"), noNewPrivileges)
            .mount("/proc", "/host/proc")
            .mount("/srv/config", "/etc/cgck")
            .json());
    return ContainedDaemon.byRunc(host, name, port);
  }
}

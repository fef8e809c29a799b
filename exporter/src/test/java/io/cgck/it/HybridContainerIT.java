package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cgck.lab.CgckDaemon;
import io.cgck.lab.ContainerHost;
import io.cgck.lab.ContainerProcess;
import io.cgck.lab.DaemonSetup;
import io.cgck.lab.Runtimes;
import io.cgck.lab.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A container on a hybrid host, as this machine is: the runtime puts it into a cgroup of every
 * hierarchy, and mounts those of version 1 only. The unified hierarchy is the default one all the
 * same, since processes are outside of its root.
 */
class HybridContainerIT {
  private static final String ID = "ab".repeat(32);

  @Test
  void showsAllItsHierarchies() throws Exception {
    String mounts = Files.readString(Path.of("/proc/self/mountinfo"));
    assumeTrue(
        mounts.contains(" - cgroup2 ") && Files.isDirectory(Path.of("/sys/fs/cgroup/memory")),
        "needs a hybrid host: the unified hierarchy, and that of memory of version 1");

    try (ContainerHost host = ContainerHost.open(ContainerHost.View.MACHINE);
        CgckDaemon daemon = DaemonSetup.quick().start()) {
      ContainerProcess process = new Runtimes(host).runc(ID, "/docker/" + ID, true).process();
      Map<String, String> pid = Map.of("pid", Long.toString(process.pid()));
      Samples samples = daemon.awaitFreshScan();

      assertThat(samples.one("cgck_cgroup_mode_info", Map.of()).label("mode")).isEqualTo("hybrid");
      assertThat(samples.one("cgck_process_info", pid).labels())
          .containsEntry("cgroup", process.cgroup())
          .containsEntry("ns_cgroup", process.ownCgroup())
          .containsEntry("mount_root", "");
      assertThat(samples.with("cgck_process_hierarchy_info", pid))
          .anySatisfy(
              row -> {
                assertThat(row.label("controllers")).contains("memory");
                assertThat(row.label("cgroup")).isEqualTo(process.cgroupOf("memory"));
              });
      assertThat(samples.one("cgck_cgroup_info", Map.of("cgroup", process.cgroup())).labels())
          .containsEntry("runtime", "docker")
          .containsEntry("container_id", ID);
    }
  }
}

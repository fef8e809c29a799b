package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.CgckDaemon;
import io.cgck.lab.CgckImage;
import io.cgck.lab.Cgroup;
import io.cgck.lab.CgroupLab;
import io.cgck.lab.DaemonSetup;
import io.cgck.lab.LabProcess;
import io.cgck.lab.PublicImage;
import io.cgck.lab.Samples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A daemon with the rights of an ordinary user: it shows what it may and says what it lacks. */
class UnprivilegedIT {
  private static final List<String> ORDINARY_USER =
      List.of(
          "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs", "--");

  @AutoClose private final CgroupLab lab = CgroupLab.open();
  @AutoClose private final PublicImage image = PublicImage.copyOf(CgckImage.ofTheBuild());

  @Test
  void showsWhatItMayAndSaysWhatItLacks() {
    Cgroup cgroup = lab.cgroup("others");
    LabProcess sleeper = lab.start(cgroup, "sleep", "300");
    String pid = Long.toString(sleeper.pid());

    try (CgckDaemon daemon = DaemonSetup.quick().as(image.image(), ORDINARY_USER).start()) {
      daemon.awaitFreshScan();
      Samples samples = daemon.awaitFreshScan();

      assertThat(samples.one("cgck_process_info", Map.of("pid", pid)).labels())
          .containsEntry("comm", "sleep")
          .containsEntry("cgroup", cgroup.path())
          .containsEntry("cgroup_ns", "")
          .containsEntry("ns_cgroup", "")
          .containsEntry("mount_root", "");
      assertThat(samples.value("cgck_cgroup_processes", Map.of("cgroup", cgroup.path())))
          .hasValue(1);
      assertThat(samples.named("cgck_process_info"))
          .as("cgroups of processes can be read by anyone")
          .noneMatch(row -> row.label("cgroup").isEmpty());
      assertThat(samples.with("cgck_process_info", Map.of("pid", Long.toString(daemon.pid()))))
          .as("its own namespaces it may read")
          .noneMatch(row -> row.label("cgroup_ns").isEmpty());
      assertThat(samples.with("cgck_scan_errors_total", Map.of("reason", "permission_denied")))
          .as("what was denied is counted")
          .anyMatch(error -> error.value() > 0);
      assertThat(daemon.log().lines().filter(line -> line.contains("CAP_SYS_PTRACE")))
          .as("said once, and no more:%n%s", daemon.log())
          .hasSize(1);
    }
  }
}

package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.CgckDaemon;
import io.cgck.lab.CgckImage;
import io.cgck.lab.Cgroup;
import io.cgck.lab.CgroupLab;
import io.cgck.lab.DaemonSetup;
import io.cgck.lab.LabProcess;
import io.cgck.lab.Sample;
import io.cgck.lab.Samples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The daemon in a cgroup namespace of its own, as in a container: kernel paths are relative then.
 */
class VantageIT {
  @AutoClose private final CgroupLab lab = CgroupLab.open();

  private Cgroup its;
  private Cgroup others;
  private LabProcess sleeper;

  @BeforeEach
  void startAProcessBesideTheDaemon() {
    its = lab.cgroup("container/daemon");
    others = lab.cgroup("others");
    sleeper = lab.start(others, "sleep", "300");
  }

  @Test
  void goesToTheInitialNamespaceWhereItMay() {
    try (CgckDaemon daemon = inNamespaceOfItsOwn()) {
      Samples samples = daemon.awaitFreshScan();

      assertThat(samples.value("cgck_exporter_initial_cgroup_namespace", Map.of())).hasValue(1);
      assertThat(infoOf(sleeper.pid(), samples).label("cgroup")).isEqualTo(others.path());
      Sample own = infoOf(daemon.pid(), samples);
      assertThat(own.label("cgroup")).isEqualTo(its.path());
      assertThat(own.label("ns_cgroup")).isEqualTo("/");
    }
  }

  @Test
  void showsNoRelativePathAsAbsoluteWhereItMayNot() {
    try (CgckDaemon daemon = inNamespaceOfItsOwn("setpriv", "--bounding-set=-sys_admin", "--")) {
      Samples samples = daemon.awaitFreshScan();

      assertThat(samples.value("cgck_exporter_initial_cgroup_namespace", Map.of())).hasValue(0);
      assertThat(samples.named("cgck_process_info"))
          .isNotEmpty()
          .allMatch(row -> row.label("cgroup").isEmpty());
      assertThat(samples.named("cgck_cgroup_processes")).isEmpty();
      assertThat(infoOf(daemon.pid(), samples).label("ns_cgroup"))
          .as("what the daemon sees is what it sees of itself")
          .isEqualTo("/");
      assertThat(infoOf(sleeper.pid(), samples).label("ns_cgroup")).isEmpty();
      assertThat(daemon.log().lines().filter(line -> line.contains("CAP_SYS_ADMIN"))).hasSize(1);
    }
  }

  private static Sample infoOf(long pid, Samples samples) {
    return samples.one("cgck_process_info", Map.of("pid", Long.toString(pid)));
  }

  private CgckDaemon inNamespaceOfItsOwn(String... more) {
    String enter =
        "echo $$ > '" + its.directory() + "/cgroup.procs' && exec unshare --cgroup \"$@\"";
    List<String> prefix = new java.util.ArrayList<>(List.of("sh", "-c", enter, "sh"));
    prefix.addAll(List.of(more));
    return DaemonSetup.quick().as(CgckImage.ofTheBuild(), prefix).start();
  }
}

package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.BootedSystem;
import io.cgck.lab.CgckDaemon;
import io.cgck.lab.CgckImage;
import io.cgck.lab.ContainerHost;
import io.cgck.lab.DaemonSetup;
import io.cgck.lab.Runtimes;
import io.cgck.lab.SystemRoot;
import io.cgck.lab.Tracing;
import io.cgck.lab.Waiting;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Who moves processes on real systems: a service manager, a container runtime. */
class MoversIT {
  @AutoClose private final Tracing tracing = Tracing.open();

  /** Of what starts just now only the log at this level tells. */
  private CgckDaemon startTracing() {
    CgckDaemon daemon =
        new DaemonSetup(
                CgckImage.ofTheBuild(),
                tracing.prefix(),
                """
                scan: {interval: 5s, cpu_budget: 100%%}
                processes: {min_age: 0s}
                trace: {enabled: true, instance: %s}
                """
                    .formatted(tracing.instance()),
                List.of("--log.level=debug"))
            .start();
    Waiting.patiently()
        .until(
            () -> "events are read: " + daemon.log(),
            () -> daemon.log().contains("moves are reported by the kernel"));
    return daemon;
  }

  private static void logs(CgckDaemon daemon, String pattern) {
    Waiting.patiently()
        .until(
            () -> pattern + " in " + daemon.log(),
            () -> daemon.log().lines().anyMatch(line -> line.matches(pattern)));
  }

  @Test
  void systemdMovesWhatBecomesAScope() {
    try (BootedSystem system = BootedSystem.boot(SystemRoot.BOOKWORM);
        CgckDaemon daemon = startTracing()) {
      system.shell("systemd-run --quiet --scope --unit=cgck-test-moved sleep 1");

      logs(
          daemon,
          ".* msg=\"process moved\" .* to=\\S+/cgck-test-moved\\.scope source=trace"
              + " mover_pid=\\d+ mover_comm=systemd .*");
      assertThat(daemon.samples().with("cgck_mover_moves_total", Map.of("comm", "systemd")))
          .isNotEmpty();
    }
  }

  @Test
  void runcMovesTheFirstProcessOfAContainer() {
    String id = "ab".repeat(32);
    try (ContainerHost host = ContainerHost.open();
        CgckDaemon daemon = startTracing()) {
      new Runtimes(host).runc(id, "/docker/" + id, true);

      logs(
          daemon,
          ".* msg=\"process moved\" .* to=%s/docker/%s source=trace mover_pid=\\d+ mover_comm=runc .*"
              .formatted(host.lab().top().path(), id));
    }
  }
}

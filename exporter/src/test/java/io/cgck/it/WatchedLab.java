package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.CgckCommand;
import io.cgck.lab.CgckDaemon;
import io.cgck.lab.LabProcess;
import io.cgck.lab.PsRow;
import io.cgck.lab.Samples;
import io.cgck.lab.TableRow;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Both views that cgck gives of a lab: the daemon's metrics and {@code cgck ps}. */
record WatchedLab(CgckDaemon daemon, CgckCommand command) {
  static WatchedLab by(CgckDaemon daemon) {
    return new WatchedLab(daemon, CgckCommand.ofTheBuild());
  }

  /**
   * Metrics and {@code cgck ps} show these rows.
   *
   * @param rows expected row by process
   */
  void shows(String step, Map<LabProcess, TableRow> rows) {
    daemon.await(
        step,
        samples ->
            rows.forEach(
                (process, row) ->
                    assertThat(TableRow.of(samples, process.pid()))
                        .as("metrics, %s", step)
                        .isEqualTo(row)));
    rows.forEach(
        (process, row) ->
            assertThat(TableRow.of(command.ps(process.pid()))).as("ps, %s", step).isEqualTo(row));
  }

  /** Metrics and {@code cgck ps} agree with this about the root of the process' namespace. */
  void showsNamespaceRoot(LabProcess process, String root) {
    String inode = Long.toString(process.namespace("cgroup"));
    daemon.await(
        "exact root of cgroup namespace " + inode,
        samples ->
            assertThat(samples.with("cgck_cgroup_namespace_info", Map.of("cgroup_ns", inode)))
                .singleElement()
                .satisfies(
                    info -> {
                      assertThat(info.label("root")).isEqualTo(root);
                      assertThat(info.label("root_source")).isEqualTo("exact");
                      assertThat(info.value()).isEqualTo(1);
                    }));
    PsRow row = command.ps(process.pid());
    assertThat(row.cgroupNsRoot()).isEqualTo(root);
    assertThat(row.cgroupNsRootSource()).isEqualTo("exact");
  }

  /** The process is, or is not, outside its cgroup namespace. */
  void showsOutside(LabProcess process, boolean outside) {
    daemon.await(
        "outside " + outside,
        samples ->
            assertThat(flag(samples, "cgck_process_outside_cgroup_namespace", process))
                .hasValue(outside ? 1 : 0));
    assertThat(command.ps(process.pid()).outside()).isEqualTo(outside);
  }

  /**
   * The process sees a stale mount or does not.
   *
   * @param stale empty if the process sees no mount at all: then nothing is claimed, or 0
   */
  void showsStaleMount(LabProcess process, Optional<Boolean> stale) {
    daemon.await(
        "stale mount " + stale,
        samples -> {
          OptionalDouble value = flag(samples, "cgck_process_stale_cgroup_mount", process);
          if (stale.isPresent()) {
            assertThat(value).hasValue(stale.get() ? 1 : 0);
          } else {
            assertThat(value.orElse(0)).isZero();
          }
        });
    Boolean shown = command.ps(process.pid()).staleMount();
    if (stale.isPresent()) {
      assertThat(shown).isEqualTo(stale.get());
    } else {
      assertThat(shown).isNotEqualTo(true);
    }
  }

  /** Of processes of the initial cgroup namespace it is not asked whether they are outside. */
  void showsNoFlags(LabProcess process) {
    daemon.await(
        "no flags of a process of the initial cgroup namespace",
        samples -> {
          assertThat(flag(samples, "cgck_process_outside_cgroup_namespace", process)).isEmpty();
          assertThat(flag(samples, "cgck_process_stale_cgroup_mount", process)).isEmpty();
        });
    PsRow row = command.ps(process.pid());
    assertThat(row.outside()).isNotEqualTo(true);
    assertThat(row.staleMount()).isNotEqualTo(true);
  }

  private static OptionalDouble flag(Samples samples, String name, LabProcess process) {
    return samples.value(name, Map.of("pid", Long.toString(process.pid())));
  }
}

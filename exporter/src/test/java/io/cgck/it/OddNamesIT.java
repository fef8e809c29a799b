package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.CgckCommand;
import io.cgck.lab.CgckDaemon;
import io.cgck.lab.Cgroup;
import io.cgck.lab.CgroupLab;
import io.cgck.lab.Command.Outcome;
import io.cgck.lab.DaemonSetup;
import io.cgck.lab.LabProcess;
import io.cgck.lab.LabShell;
import io.cgck.lab.PsRow;
import io.cgck.lab.Samples;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of processes and cgroups are bytes that nobody chose with parsers in mind. */
class OddNamesIT {
  @AutoClose private final CgroupLab lab = CgroupLab.open();

  /**
   * A process names itself.
   *
   * @param printf what {@code printf(1)} turns into the bytes of the name
   * @param comm how cgck shows it, with Java's escapes; {@code \x} is text
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a b) c              | a b) c
          ) S 1 2 (           | ) S 1 2 (
          new\\nline          | new\\nline
          "quoted"            | "quoted"
          back\\\\slash       | back\\\\slash
          \\033[31mred\\r     | \\033[31mred\\r
          \\200\\231z         | \\\\x80\\\\x99z
          éééééééé            | ééééééé\\\\xc3
          %%{}=,#             | %{}=,#
          """)
  void comm(String printf, String comm) {
    LabShell shell = lab.shell(lab.cgroup("comm"));
    shell.run("printf '%s' >/proc/$$/comm".formatted(printf));
    String expected = comm.translateEscapes();

    try (CgckDaemon daemon = DaemonSetup.quick().start()) {
      assertThat(label(daemon.samples(), shell.process(), "comm")).isEqualTo(expected);
      assertThat(label(daemon.openMetrics(), shell.process(), "comm")).isEqualTo(expected);
    }
    assertThat(CgckCommand.ofTheBuild().ps(shell.pid()).comm()).isEqualTo(expected);
    assertPrintable(shell.process());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with spaces ",
        "a:b::c",
        "0::",
        "\"quoted\" 'too'",
        "back\\slash\\n\\x2d",
        "Grüße-日本-😀",
        "x (deleted)",
        "tab\tand\u001b[31mescape",
        "(sd-pam)",
      })
  void cgroup(String name) {
    Cgroup cgroup = lab.cgroup(name);
    LabProcess sleeper = lab.start(cgroup, "sleep", "300");

    try (CgckDaemon daemon = DaemonSetup.quick().start()) {
      assertThat(label(daemon.samples(), sleeper, "cgroup")).isEqualTo(cgroup.path());
      assertThat(label(daemon.openMetrics(), sleeper, "cgroup")).isEqualTo(cgroup.path());
      assertThat(label(daemon.samples(), sleeper, "ns_cgroup")).isEqualTo(cgroup.path());
      assertThat(daemon.samples().value("cgck_cgroup_processes", Map.of("cgroup", cgroup.path())))
          .hasValue(1);
    }
    PsRow row = CgckCommand.ofTheBuild().ps(sleeper.pid());
    assertThat(row.cgroup()).isEqualTo(cgroup.path());
    assertThat(row.nsCgroup()).isEqualTo(cgroup.path());
    assertPrintable(sleeper);
  }

  @Test
  void zombieInARemovedCgroup() {
    Cgroup gone = lab.cgroup("gone");
    try (CgckDaemon daemon = DaemonSetup.quick().start()) {
      ScanErrors errors = ScanErrors.in(daemon.awaitFreshScan());

      // The parent becomes a sleeper that never waits for its child.
      LabProcess parent =
          lab.start(
              lab.cgroup("parent"),
              "sh",
              "-c",
              "sh -c 'echo $$ >\"$0\" && echo $$' \"$0\" & exec sleep 300",
              gone.directory().resolve("cgroup.procs").toString());
      String zombie = parent.readLine();
      daemon.await(
          "the zombie",
          samples ->
              assertThat(samples.one("cgck_process_info", Map.of("pid", zombie)).label("cgroup"))
                  .isEqualTo(gone.path()));
      lab.remove(gone);

      Samples samples = daemon.awaitFreshScan();
      assertThat(samples.one("cgck_process_info", Map.of("pid", zombie)).labels())
          .containsEntry("cgroup", gone.path())
          .containsEntry("cgroup_ns", "")
          .containsEntry("mount_root", "");
      assertThat(ScanErrors.in(samples)).isEqualTo(errors);
      PsRow row = CgckCommand.ofTheBuild().ps(Long.parseLong(zombie));
      assertThat(row.zombie()).isTrue();
      assertThat(row.cgroup()).isEqualTo(gone.path());
      assertThat(row.cgroupNs()).isNull();
      assertThat(row.mountRoot()).isNull();
    }
  }

  private static String label(Samples samples, LabProcess process, String label) {
    return samples
        .one("cgck_process_info", Map.of("pid", Long.toString(process.pid())))
        .label(label);
  }

  /** A name must not be able to move the cursor of whoever looks. */
  private static void assertPrintable(LabProcess process) {
    Outcome outcome = CgckCommand.ofTheBuild().run("ps", "--pid", Long.toString(process.pid()));
    assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
    assertThat(outcome.stdout()).contains(Long.toString(process.pid()));
    assertThat(outcome.stdout().chars().filter(c -> c != '\n').filter(Character::isISOControl))
        .as(outcome.stdout())
        .isEmpty();
    assertThat(outcome.stdout().lines()).as("a heading and one row").hasSize(2);
  }
}

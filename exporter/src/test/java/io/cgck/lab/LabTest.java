package io.cgck.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The lab itself: what it makes, and that it leaves nothing behind. */
class LabTest {
  @AutoClose private final CgroupLab lab = CgroupLab.open();

  @Test
  void processStartsInItsCgroup() throws Exception {
    Cgroup cgroup = lab.cgroup("a/b c");
    LabProcess sleeper = lab.start(cgroup, "sleep", "300");

    assertThat(Files.readAllLines(procfs(sleeper).resolve("cgroup")))
        .contains("0::" + cgroup.path());
    assertThat(cgroup.processes()).containsExactly(sleeper.pid());
    assertThat(Files.readString(procfs(sleeper).resolve("comm"))).isEqualTo("sleep\n");
    assertThat(cgroup.hierarchyRootSeenFromHere()).isEqualTo("/../../..");
  }

  @Test
  void processCanBeMoved() {
    Cgroup from = lab.cgroup("from");
    Cgroup to = lab.cgroup("to");
    LabProcess sleeper = lab.start(from, "sleep", "300");

    sleeper.moveTo(to);

    assertThat(from.processes()).isEmpty();
    assertThat(to.processes()).containsExactly(sleeper.pid());
  }

  @Test
  void shellRunsStepByStep() {
    LabShell shell = lab.shell(lab.cgroup("shell"));

    assertThat(shell.run("echo one; echo two >&2")).isEqualTo("one\ntwo");
    assertThat(shell.run("printf unfinished")).isEqualTo("unfinished");
    assertThat(shell.run("cd /; x=é")).isEmpty();
    assertThat(shell.run("echo \"$PWD $x $$\"")).isEqualTo("/ é " + shell.pid());
    assertThatThrownBy(() -> shell.run("echo no; false"))
        .isInstanceOf(AssertionError.class)
        .hasMessage("'echo no; false' failed: no");
    assertThat(shell.run("echo still here")).isEqualTo("still here");
  }

  @Test
  void shellEntersNamespacesUnderItsPid() {
    Cgroup cgroup = lab.cgroup("namespace/root");
    LabShell shell = lab.shell(cgroup);
    long before = shell.process().namespace("cgroup");

    shell.become("unshare --cgroup --mount");

    assertThat(shell.process().namespace("cgroup")).isNotEqualTo(before);
    assertThat(shell.run("echo $$")).isEqualTo(Long.toString(shell.pid()));
    assertThat(shell.run("grep ^0:: /proc/self/cgroup")).isEqualTo("0::/");
    assertThat(shell.run("grep ' - cgroup2 ' /proc/self/mountinfo"))
        .contains(" " + cgroup.hierarchyRootSeenFromHere() + " " + lab.mountPoint() + " ");
  }

  @Test
  void nothingIsLeftAfterAFailure() {
    CgroupLab other = CgroupLab.open();
    Cgroup deep = other.cgroup("x/y/z");
    List<Long> started = new ArrayList<>();

    assertThatThrownBy(() -> failingTest(other, deep, started))
        .hasMessage("a test that fails")
        .hasNoSuppressedExceptions();

    assertThat(other.top().directory()).doesNotExist();
    // The shell's child is an orphan by then: init reaps it when it likes.
    assertThat(started).hasSize(3);
    Waiting.patiently()
        .until(
            "processes are gone: " + started,
            () -> started.stream().noneMatch(pid -> Files.exists(procfs(pid))));
  }

  private static void failingTest(CgroupLab closed, Cgroup cgroup, List<Long> started) {
    try (closed) {
      started.add(closed.start(cgroup, "sleep", "300").pid());
      LabShell shell = closed.shell(cgroup);
      started.add(shell.pid());
      started.add(Long.valueOf(shell.run("setsid sleep 300 & echo $!")));
      assertThat(started).allMatch(pid -> Files.exists(procfs(pid)));
      throw new IllegalStateException("a test that fails");
    }
  }

  @Test
  void machinesOwnMountsAreLeftAlone() {
    LabShell shell = lab.shell(lab.cgroup("careless"));

    assertThatThrownBy(shell::unmountUnified)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no private mounts");
    assertThatThrownBy(shell::mountUnified)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no private mounts");
  }

  @Test
  void shellThatEndsIsAFailure() {
    LabShell shell = lab.shell(lab.cgroup("short"));

    assertThatThrownBy(() -> shell.become("unshare --no-such-option"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no-such-option' was not acknowledged")
        .hasMessageContaining("unrecognized option");
  }

  @Test
  void commandThatCannotRunIsAFailure() {
    Cgroup cgroup = lab.cgroup("broken");

    assertThatThrownBy(() -> lab.start(cgroup, "/no/such/command"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("/no/such/command: not found");
  }

  private static Path procfs(LabProcess process) {
    return procfs(process.pid());
  }

  private static Path procfs(long pid) {
    return Path.of("/proc", Long.toString(pid));
  }
}

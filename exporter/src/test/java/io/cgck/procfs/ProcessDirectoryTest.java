package io.cgck.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.Cgroup;
import io.cgck.lab.CgroupLab;
import io.cgck.lab.LabProcess;
import io.cgck.lab.LabShell;
import io.cgck.lab.Waiting;
import io.cgck.model.Hierarchy;
import io.cgck.model.NamespaceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Against the kernel that runs the tests. */
class ProcessDirectoryTest {
  private static final int TRIES = 20;

  @AutoClose private Procfs procfs;

  @BeforeEach
  @SuppressWarnings("MustBeClosedChecker") // closed by JUnit
  void open() throws Exception {
    procfs = Procfs.open(Procfs.USUAL_PLACE);
  }

  /** Other processes come, go and change their names: what changed between two reads is no say. */
  @Test
  void everyCommandNameInStatIsTheOneInComm() {
    int compared = 0;
    for (int pid : procfs.listPids(new PidList()).toOptional().orElseThrow().stream().toArray()) {
      for (int tries = 0; tries < TRIES; tries++) {
        Optional<String> before = comm(pid);
        Optional<ProcStat> stat = stat(pid);
        if (before.isPresent() && stat.isPresent() && before.equals(comm(pid))) {
          assertThat(stat.get().comm()).as("PID %d", pid).isEqualTo(before.get());
          assertThat(stat.get().pid()).isEqualTo(pid);
          compared++;
          break;
        }
      }
    }
    assertThat(compared).isPositive();
  }

  private static Optional<String> comm(int pid) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of("/proc", Integer.toString(pid), "comm"));
      return Optional.of(KernelText.of(bytes, bytes.length).withoutNewline().toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<ProcStat> stat(int pid) {
    try (ProcessDirectory directory = procfs.process(pid)) {
      return directory.failure().isPresent() ? Optional.empty() : directory.stat().toOptional();
    }
  }

  /** The left side is printf's format in a shell that names itself. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "plain, plain",
        "`a b) c`, `a b) c`",
        "`) R 1 (x`, `) R 1 (x`",
        "a\\nb, `a\nb`",
        "\\n, `\n`",
        "a\\\\b, a\\b",
        "a\\\\nb, a\\nb",
        "end\\\\, end\\",
        "`\"q\"\t`, `\"q\"\t`",
        "a\\377b, a\\xffb",
        "\\303\\251\\303, é\\xc3",
        "漢字, 漢字",
        // Cut at 15 bytes, in the middle of a character.
        "0123456789abc漢字, 0123456789abc\\xe6\\xbc",
        "`a\\rb`, `a\rb`",
      })
  void commandNameReadsBack(String format, String comm) {
    try (CgroupLab lab = CgroupLab.open()) {
      LabShell shell = lab.shell(lab.cgroup("named"));
      shell.run("printf '" + format + "' >/proc/$$/comm");
      try (ProcessDirectory directory = procfs.process((int) shell.pid())) {
        assertThat(directory.stat().toOptional().orElseThrow().comm()).isEqualTo(comm);
        assertThat(comm((int) shell.pid())).contains(comm);
      }
    }
  }

  @Test
  void commandNameDoesNotChangeTheUser() {
    try (CgroupLab lab = CgroupLab.open()) {
      LabShell shell = lab.shell(lab.cgroup("liar"));
      shell.run("printf '\\rUid:\\t7\\t7\\t' >/proc/$$/comm");
      try (ProcessDirectory directory = procfs.process((int) shell.pid())) {
        assertThat(directory.status().toOptional().orElseThrow().effectiveUid()).isZero();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void namespacesAreThoseOfTheLinks(NamespaceKind kind) throws Exception {
    String link = Files.readSymbolicLink(Path.of("/proc/self/ns", kind.label())).toString();
    try (ProcessDirectory self = procfs.self()) {
      assertThat(self.namespace(kind).toOptional().orElseThrow()).hasToString(link);
    }
  }

  @Test
  void ownFilesReadAsTheyAre() throws Exception {
    try (ProcessDirectory self = procfs.self()) {
      assertThat(self.exe().toOptional())
          .contains(Files.readSymbolicLink(Path.of("/proc/self/exe")).toString());
      assertThat(self.root().toOptional())
          .contains(Files.readSymbolicLink(Path.of("/proc/self/root")).toString());
      assertThat(self.cmdline().toOptional().orElseThrow().text())
          .isEqualTo(
              Files.readString(Path.of("/proc/self/cmdline")).replace('\0', ' ').stripTrailing());
      assertThat(self.mountinfo().toOptional().orElseThrow().malformedLines()).isZero();
      assertThat(self.cgroup().toOptional().orElseThrow().lines()).isNotEmpty();
    }
    assertThat(procfs.kernelStat().toOptional().orElseThrow().bootTimeSeconds()).isPositive();
  }

  @Test
  void cgroupIsParsedOnlyWhenItsBytesChanged() {
    try (CgroupLab lab = CgroupLab.open()) {
      LabProcess sleeper = lab.start(lab.cgroup("a b:c\\d"), "sleep", "300");
      try (ProcessDirectory directory = procfs.process((int) sleeper.pid())) {
        ProcessDirectory.CgroupRead first = read(directory, RawCgroup.NOTHING);
        assertThat(first.unchanged()).isFalse();
        assertThat(unified(first.parsed()).path()).endsWith("/a b:c\\d");
        assertThat(read(directory, first.raw()).unchanged()).isTrue();

        sleeper.moveTo(lab.cgroup("e"));

        ProcessDirectory.CgroupRead moved = read(directory, first.raw());
        assertThat(moved.unchanged()).isFalse();
        assertThat(unified(moved.parsed()).path()).endsWith("/e");
      }
    }
  }

  private static ProcessDirectory.CgroupRead read(ProcessDirectory directory, RawCgroup last) {
    return directory.cgroup(last).toOptional().orElseThrow();
  }

  @Test
  void endedProcessHasVanished() {
    try (CgroupLab lab = CgroupLab.open()) {
      LabProcess sleeper = lab.start(lab.cgroup("ends"), "sleep", "300");
      try (ProcessDirectory directory = procfs.process((int) sleeper.pid())) {
        sleeper.close();

        assertThat(directory.stat()).isInstanceOf(ReadResult.Vanished.class);
        assertThat(directory.cgroup()).isInstanceOf(ReadResult.Vanished.class);
        assertThat(directory.mountinfo()).isInstanceOf(ReadResult.Vanished.class);
        assertThat(directory.status()).isInstanceOf(ReadResult.Vanished.class);
        assertThat(directory.cmdline()).isInstanceOf(ReadResult.Vanished.class);
        assertThat(directory.exe()).isInstanceOf(ReadResult.Vanished.class);
        assertThat(directory.namespace(NamespaceKind.MNT)).isInstanceOf(ReadResult.Vanished.class);
      }
    }
  }

  @Test
  void zombieInARemovedCgroup() {
    try (CgroupLab lab = CgroupLab.open()) {
      Cgroup removed = lab.cgroup("z");
      LabProcess parent =
          lab.start(
              lab.cgroup("parent"),
              "sh",
              "-c",
              "sh -c 'echo $$ >\"$1\"' sh \"$1\" & exec sleep 300",
              "sh",
              removed.directory().resolve("cgroup.procs").toString());
      int pid = awaitZombieChild(parent);
      lab.remove(removed);

      try (ProcessDirectory zombie = procfs.process(pid)) {
        ProcCgroup.Line line = unified(zombie.cgroup().toOptional().orElseThrow());
        assertThat(line.path()).isEqualTo(removed.path() + " (deleted)");
        assertThat(line.isRemoved(true)).isTrue();
        assertThat(line.pathOf(true)).isEqualTo(removed.path());
        assertThat(zombie.namespace(NamespaceKind.CGROUP)).isInstanceOf(ReadResult.Vanished.class);
        assertThat(zombie.namespace(NamespaceKind.MNT)).isInstanceOf(ReadResult.Vanished.class);
        assertThat(zombie.namespace(NamespaceKind.USER)).isInstanceOf(ReadResult.Ok.class);
        assertThat(zombie.mountinfo()).isInstanceOf(ReadResult.Vanished.class);
        assertThat(zombie.exe()).isInstanceOf(ReadResult.Vanished.class);
        assertThat(zombie.cmdline()).isEqualTo(new ReadResult.Ok<>(new ProcCmdline("")));
      }
    }
  }

  private int awaitZombieChild(LabProcess parent) {
    int[] found = new int[1];
    Waiting.patiently()
        .until(
            "a zombie child of " + parent.pid(),
            () ->
                procfs.listPids(new PidList()).toOptional().orElseThrow().stream()
                    .filter(
                        pid ->
                            stat(pid)
                                .filter(ProcStat::hasEnded)
                                .filter(stat -> stat.parentPid() == parent.pid())
                                .isPresent())
                    .peek(pid -> found[0] = pid)
                    .findAny()
                    .isPresent());
    return found[0];
  }

  private static ProcCgroup.Line unified(ProcCgroup cgroup) {
    return cgroup.lines().stream()
        .filter(line -> line.hierarchy().equals(Hierarchy.UNIFIED))
        .findFirst()
        .orElseThrow();
  }
}

package io.cgck.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcfsTest {
  @TempDir private Path temporary;

  @Test
  void ownProcessIsListed() throws Exception {
    try (Procfs procfs = Procfs.open(Procfs.USUAL_PLACE)) {
      assertThat(procfs.listPids(new PidList()).toOptional().orElseThrow().stream().toArray())
          .contains((int) ProcessHandle.current().pid())
          .isSorted();
    }
  }

  @Test
  void placeWithoutProcfsIsRefused() throws Exception {
    Path file = Files.createFile(temporary.resolve("file"));
    Path empty = Files.createDirectory(temporary.resolve("empty"));

    refused(temporary.resolve("missing"), "does not exist");
    refused(file, "is not a directory");
    refused(empty, "holds no processes: it is no procfs");
  }

  @SuppressWarnings("MustBeClosedChecker") // nothing is opened
  private static void refused(Path path, String why) {
    assertThatExceptionOfType(ProcfsException.class)
        .isThrownBy(() -> Procfs.open(path))
        .withMessage(path + " " + why);
  }

  /** A tree of the same shape will do. */
  @Test
  void treeOfTheSameShapeIsRead() throws Exception {
    Path process = Files.createDirectories(temporary.resolve("42/ns"));
    Files.createSymbolicLink(process.resolve("cgroup"), Path.of("cgroup:[4026532179]"));
    Files.writeString(temporary.resolve("42/cgroup"), "0::/a b:c\n");
    Files.writeString(temporary.resolve("stat"), "btime 7\n");
    try (Procfs procfs = Procfs.open(temporary);
        ProcessDirectory directory = procfs.process(42);
        ProcessDirectory missing = procfs.process(43)) {
      assertThat(procfs.kernelStat()).isEqualTo(new ReadResult.Ok<>(new KernelStat(7)));
      assertThat(directory.cgroup().toOptional().orElseThrow().lines().getFirst().path())
          .isEqualTo("/a b:c");
      assertThat(directory.stat()).isInstanceOf(ReadResult.Vanished.class);
      assertThat(missing.failure().orElseThrow()).isInstanceOf(ReadResult.Vanished.class);
    }
  }
}

package io.cgck.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.Command.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How packages are unpacked, in a network namespace that reaches nobody. */
class TestbedIT {
  @TempDir private Path directory;

  @Test
  void aSuiteThatCannotBeHadIsNoFailureToThoseWhoCanDoWithout() {
    Outcome outcome = unpack("--suite", "sid", directory.toString(), "prometheus");

    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(3);
    assertThat(outcome.stderr()).contains("Debian's suite sid cannot be reached");
    assertThat(new Testbed(directory).whyMissing())
        .isEqualTo("Debian's suite sid cannot be reached, or has no prometheus.");
  }

  @Test
  void whatWasUnpackedIsNotAskedForAgain() throws Exception {
    Files.writeString(directory.resolve("unavailable"), "of the last attempt");
    Files.createFile(Files.createDirectory(directory.resolve(".unpacked")).resolve("prometheus"));

    assertThat(unpack("--suite", "sid", directory.toString(), "prometheus").exitCode()).isZero();
    assertThat(new Testbed(directory).whyMissing()).isEqualTo("nobody unpacked it");
  }

  @Test
  void whatTheMachineHasCountsForItsOwnSuiteOnly() {
    assertThat(unpack(directory.toString(), "sh=no-such-package").exitCode()).isZero();
    assertThat(unpack("--suite", "sid", directory.toString(), "sh=no-such-package").exitCode())
        .isEqualTo(3);
  }

  @Test
  void missingPackagesOfTheMachinesOwnSuiteAreFailures() {
    assertThat(unpack(directory.toString(), "no-such-package").exitCode()).isEqualTo(1);
  }

  @Test
  void wrongUsage() {
    assertThat(unpack("--suite").exitCode()).isEqualTo(2);
    assertThat(unpack("--suite", "sid main", directory.toString(), "prometheus").exitCode())
        .isEqualTo(2);
  }

  private static Outcome unpack(String... arguments) {
    List<String> line =
        new ArrayList<>(
            List.of("unshare", "--map-root-user", "--net", "testbed/unpack-debian-packages"));
    line.addAll(List.of(arguments));
    return Command.of(new ProcessBuilder(line)).run("");
  }
}

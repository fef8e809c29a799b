package io.cgck.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.Command.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How root file systems are bootstrapped, in a network namespace that reaches nobody. */
class RootFileSystemIT {
  @TempDir private Path directory;

  @Test
  void oneThatCannotBeHadIsNoFailureToThoseWhoCanDoWithout() throws Exception {
    Outcome outcome = bootstrap("--suite", "trixie", root().toString(), "systemd");

    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(3);
    assertThat(new RootFileSystem(root()).isWhole()).isFalse();
    assertThat(outcome.stderr()).contains(new RootFileSystem(root()).whyMissing());
    assertThat(root()).as("nothing half-made").doesNotExist();
  }

  @Test
  void oneThatIsWholeIsNotMadeAgain() throws Exception {
    Files.writeString(
        Files.createDirectory(root()).resolve(".bootstrapped"), "trixie systemd,dbus");

    assertThat(bootstrap("--suite", "trixie", root().toString(), "systemd", "dbus").exitCode())
        .isZero();
    assertThat(new RootFileSystem(root()).isWhole()).isTrue();
  }

  @Test
  void oneOfOtherPackagesDoesNotCount() throws Exception {
    Files.writeString(
        Files.createDirectory(root()).resolve(".bootstrapped"), "trixie systemd,dbus");

    assertThat(bootstrap("--suite", "trixie", root().toString(), "systemd").exitCode())
        .isEqualTo(3);
    assertThat(new RootFileSystem(root()).isWhole()).isFalse();
  }

  @Test
  void wrongUsage() {
    assertThat(bootstrap("--suite").exitCode()).isEqualTo(2);
    assertThat(bootstrap(root().toString()).exitCode()).isEqualTo(2);
    assertThat(bootstrap("--suite", "sid main", root().toString(), "systemd").exitCode())
        .isEqualTo(2);
  }

  private Path root() {
    return directory.resolve("root");
  }

  private static Outcome bootstrap(String... arguments) {
    List<String> line =
        new ArrayList<>(List.of("unshare", "--map-root-user", "--net", "testbed/bootstrap-root"));
    line.addAll(List.of(arguments));
    return Command.of(new ProcessBuilder(line)).run("");
  }
}

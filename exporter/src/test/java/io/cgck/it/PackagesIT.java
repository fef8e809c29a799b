package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.CgckImage;
import io.cgck.lab.Command;
import io.cgck.lab.DebianPackage;
import io.cgck.lab.Lintian;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code mvn package} leaves in {@code target/packages}. */
class PackagesIT {
  private static final Path PACKAGES = Path.of(System.getProperty("cgck.packages", ""));
  private static final String VERSION = System.getProperty("cgck.version", "");
  private static final String TIMESTAMP = System.getProperty("cgck.timestamp", "");

  @TempDir Path temporary;

  /** At another time, in another directory; of the classes that the training run found out. */
  @Test
  void theSameImageGivesTheSameBytes() throws Exception {
    Path image = temporary.resolve("cgck");
    Path packages = temporary.resolve("packages");
    run("cp", "-a", CgckImage.ofTheBuild().directory().toString(), image.toString());

    run(
        "env",
        "CGCK_CLASS_LIST=" + CgckImage.ofTheBuild().directory() + ".classes",
        "image/train-aot-cache",
        image.toString(),
        "src/test/fixtures",
        "../systemd/cgck.yml",
        TIMESTAMP);
    run("../deploy/packages/build", image.toString(), packages.toString(), VERSION, TIMESTAMP);

    List<String> names = names(PACKAGES);
    assertThat(names)
        .isEqualTo(names(packages))
        .anyMatch(name -> name.endsWith(".tar.gz"))
        .anyMatch(name -> name.endsWith(".deb"));
    assertThat(names)
        .allSatisfy(
            name ->
                assertThat(Files.mismatch(PACKAGES.resolve(name), packages.resolve(name)))
                    .as("first byte in which two builds of %s differ", name)
                    .isEqualTo(-1));
  }

  @Test
  void lintianFindsNoErrors() {
    Command.Outcome verdict = Lintian.judge(DebianPackage.ofTheBuild());

    assertThat(verdict.exitCode()).as("%s", verdict).isZero();
    assertThat(verdict.stdout()).doesNotContain("E: ").doesNotContain("W: ");
  }

  private static List<String> names(Path directory) throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void run(String... command) {
    Command.Outcome outcome =
        new Command(new ProcessBuilder(command), Duration.ofMinutes(4)).run("");
    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
  }
}

package io.cgck.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** Where the tools are that the build unpacked for the tests. */
record Testbed(Path directory) {
  static Testbed ofTheBuild() {
    String directory = System.getProperty("cgck.testbed");
    assertThat(directory).as("system property cgck.testbed, set by mvn verify").isNotNull();
    return new Testbed(Path.of(directory));
  }

  /**
   * What was unpacked of another suite of Debian than the machine's, or else apart; may lack all.
   */
  Testbed ofSuite(String name) {
    return new Testbed(directory.resolve(name));
  }

  /** A command of an unpacked package, or the one on PATH in whose favour none was unpacked. */
  Path command(String name) {
    return Stream.concat(
            Stream.of(directory.resolve("usr/bin")),
            Arrays.stream(System.getenv("PATH").split(":", -1)).map(Path::of))
        .map(path -> path.resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new AssertionError(name + " is neither in " + directory + " nor on PATH"));
  }

  /** Where a command is if its package was unpacked. */
  Path unpacked(String name) {
    return directory.resolve("usr/bin").resolve(name);
  }

  /** Files of unpacked packages that do not depend on the machine. */
  Path share() {
    return directory.resolve("usr/share");
  }

  /** What the build said when it could not have a suite. */
  String whyMissing() {
    try {
      Path reason = directory.resolve("unavailable");
      return Files.exists(reason) ? Files.readString(reason).strip() : "nobody unpacked it";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Python modules of unpacked packages. */
  Path pythonPath() {
    return directory.resolve("usr/lib/python3/dist-packages");
  }
}

package io.cgck.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * A root file system of Debian that the build bootstrapped. Tests share it, so they change copies
 * of it only, or overlays over it.
 */
record RootFileSystem(Path directory) {
  /** Where the build could not have it, the test is skipped and says why. */
  static RootFileSystem ofTheBuild(String name) {
    RootFileSystem root =
        new RootFileSystem(Testbed.ofTheBuild().directory().resolve("root").resolve(name));
    if (!root.isWhole()) {
      Assumptions.abort(
          "the root file system %s is missing: %s".formatted(name, root.whyMissing()));
    }
    return root;
  }

  /** Whether it is there, and is what the build asked for last. */
  boolean isWhole() {
    return Files.exists(directory.resolve(".bootstrapped")) && Files.notExists(reason());
  }

  /** What the build said when it could not have it. */
  String whyMissing() {
    try {
      return Files.exists(reason()) ? Files.readString(reason()).strip() : "nobody made it";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path reason() {
    return directory.resolveSibling(directory.getFileName() + ".unavailable");
  }
}

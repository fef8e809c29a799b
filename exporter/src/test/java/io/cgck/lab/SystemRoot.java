package io.cgck.lab;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A root directory whose systemd can be booted. */
public enum SystemRoot {
  /** The machine's own, with whatever is installed there. */
  MACHINE,
  /** Debian 12, with systemd 252 and little else. */
  BOOKWORM,
  /** Debian 13, with systemd 257. */
  TRIXIE;

  /** Where it is missing, the test is skipped and says why. */
  Path directory() {
    if (this != MACHINE) {
      return RootFileSystem.ofTheBuild(name().toLowerCase(Locale.ROOT)).directory();
    }
    Path root = Path.of("/");
    assumeTrue(
        Files.isExecutable(root.resolve("lib/systemd/systemd")), "needs systemd, to boot it");
    return root;
  }
}

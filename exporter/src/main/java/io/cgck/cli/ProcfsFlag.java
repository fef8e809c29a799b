package io.cgck.cli;

import io.cgck.procfs.ProcfsException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The flag {@code --path.procfs}. */
final class ProcfsFlag {
  @Option(
      names = "--path.procfs",
      defaultValue = "/proc",
      paramLabel = "DIR",
      description = "Where the procfs to read is mounted (${DEFAULT-VALUE}).")
  private Path path = Path.of("/proc");

  Path path() {
    return path;
  }

  /** What to tell the operator when there is none. */
  static CommandFailure failure(ProcfsException e) {
    return new CommandFailure("--path.procfs: " + e.sentence());
  }
}

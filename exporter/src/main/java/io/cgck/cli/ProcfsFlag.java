package io.cgck.cli;

import io.cgck.procfs.ProcfsException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/** The flag {@code --path.procfs}. */
final class ProcfsFlag {
  private final Flag<Path> path =
      Flag.withDefault(
          Path.class,
          "/proc",
          "DIR",
          "Where the procfs to read is mounted (${DEFAULT-VALUE}).",
          "--path.procfs");

  void addTo(CommandSpec command) {
    path.addTo(command);
  }

  Path path() {
    return path.value();
  }

  /** What to tell the operator when there is none. */
  static CommandFailure failure(ProcfsException e) {
    return new CommandFailure("--path.procfs: " + e.sentence());
  }
}

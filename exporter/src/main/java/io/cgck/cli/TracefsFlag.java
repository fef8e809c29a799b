package io.cgck.cli;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/** The flag {@code --path.tracefs}. */
final class TracefsFlag {
  private final Flag<Path> path =
      Flag.withDefault(
          Path.class,
          "/sys/kernel/tracing",
          "DIR",
          "Where tracefs is mounted, or a trace instance that somebody prepared (${DEFAULT-VALUE}).",
          "--path.tracefs");

  void addTo(CommandSpec command) {
    path.addTo(command);
  }

  Path path() {
    return path.value();
  }
}

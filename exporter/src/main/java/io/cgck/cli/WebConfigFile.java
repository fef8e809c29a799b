package io.cgck.cli;

import io.cgck.config.Problem;
import io.cgck.webconfig.LiveWebConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** The flag {@code --web.config.file}, and what the file says. */
final class WebConfigFile {
  private final Flag<Optional<Path>> file =
      Flag.optional(
          Path.class,
          "FILE",
          "Web configuration in the format of Prometheus' exporter-toolkit: TLS, users, headers, rate"
              + " limit. It and the files that it names are read again when they change.",
          "--web.config.file");

  void addTo(CommandSpec command) {
    file.addTo(command);
  }

  /** What the file says now and later; empty without a file. */
  Optional<LiveWebConfig> open() throws CommandFailure {
    Optional<Path> path = file.value();
    if (path.isEmpty()) {
      return Optional.empty();
    }
    return switch (LiveWebConfig.open(path.get())) {
      case LiveWebConfig.Opened.Good(LiveWebConfig config) -> Optional.of(config);
      case LiveWebConfig.Opened.Bad(List<Problem> problems) ->
          throw new CommandFailure(
              problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    };
  }
}

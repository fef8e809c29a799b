package io.cgck.cli;

import io.cgck.config.Configuration;
import io.cgck.config.ConfigurationLoader;
import io.cgck.config.ConfigurationResult;
import io.cgck.config.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;

/** The flag {@code --config.file}, and what the file says. */
final class ConfigFile {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigFile.class);

  private final Flag<Optional<Path>> file =
      Flag.optional(
          Path.class,
          "FILE",
          "Configuration file. Without one, the defaults hold.",
          "--config.file");

  void addTo(CommandSpec command) {
    file.addTo(command);
  }

  Optional<Path> path() {
    return file.value();
  }

  /**
   * What the file says; the defaults without a file.
   *
   * @param host the host that it speaks of
   */
  Configuration load(ThisHost host) throws CommandFailure {
    Optional<Path> path = path();
    if (path.isEmpty()) {
      return Configuration.defaults();
    }
    return switch (new ConfigurationLoader(host).load(path.get())) {
      case ConfigurationResult.Valid(Configuration configuration, List<Problem> warnings) -> {
        warnings.forEach(warning -> LOG.warn("{}", warning));
        yield configuration;
      }
      case ConfigurationResult.Invalid(List<Problem> problems) ->
          throw new CommandFailure(
              problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    };
  }
}

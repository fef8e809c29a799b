package io.cgck.cli;

import io.cgck.config.Configuration;
import io.cgck.config.ConfigurationLoader;
import io.cgck.config.ConfigurationResult;
import io.cgck.config.Problem;
import io.cgck.kernel.Users;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** The flag {@code --config.file}, and what the file says. */
final class ConfigFile {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigFile.class);

  @Option(
      names = "--config.file",
      paramLabel = "FILE",
      description = "Configuration file. Without one, the defaults hold.")
  private Optional<Path> file = Optional.empty();

  /** Reads files whose matchers name users of this system. */
  static ConfigurationLoader loader() {
    return new ConfigurationLoader(new Users()::uid);
  }

  Optional<Path> path() {
    return file;
  }

  /** What the file says; the defaults without a file. */
  Configuration load() throws CommandFailure {
    if (file.isEmpty()) {
      return Configuration.defaults();
    }
    return switch (loader().load(file.get())) {
      case ConfigurationResult.Valid(Configuration configuration, List<Problem> warnings) -> {
        warnings.forEach(warning -> LOG.warn("{}", warning));
        yield configuration;
      }
      case ConfigurationResult.Invalid(List<Problem> problems) ->
          throw new CommandFailure(
              problems.stream().map(Problem::toString).collect(Collectors.joining("\ncgck: ")));
    };
  }
}

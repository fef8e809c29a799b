package io.cgck.cli;

import io.cgck.config.ConfigurationResult;
import io.cgck.config.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cgck check-config}. */
@Command(
    name = "check-config",
    description = "Checks configuration files and says what is wrong, and where.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"", "Exit codes: 0 all are valid, 1 at least one is not, 2 wrong usage."})
final class CheckConfigCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files to check.")
  private List<Path> files = List.of();

  @Override
  public Integer call() {
    boolean allValid = true;
    for (Path file : files) {
      allValid &= check(file);
    }
    return allValid ? 0 : 1;
  }

  private boolean check(Path file) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    return switch (ConfigFile.loader().load(file)) {
      case ConfigurationResult.Valid valid -> {
        valid.warnings().forEach(warning -> err.println(warning + " (warning)"));
        out.println(file + ": valid");
        yield true;
      }
      case ConfigurationResult.Invalid(List<Problem> problems) -> {
        problems.forEach(err::println);
        yield false;
      }
    };
  }
}

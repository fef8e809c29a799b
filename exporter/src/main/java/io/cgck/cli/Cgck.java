package io.cgck.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code cgck}, which does nothing without a verb. */
@Command(
    name = "cgck",
    description = {
      "Tells in which cgroup and namespaces every process is, which part of the cgroup tree it"
          + " sees, and whether it is still where it should be.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    commandListHeading = "%nCommands:%n",
    footer = {"", "Exit codes: 0 done, 1 it could not be done, 2 wrong usage."},
    exitCodeOnInvalidInput = 2,
    exitCodeOnExecutionException = 1)
final class Cgck implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "a command is missing: " + String.join(", ", spec.subcommands().keySet()));
  }
}

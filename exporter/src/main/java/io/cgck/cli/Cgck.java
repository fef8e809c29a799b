package io.cgck.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The command {@code cgck}, which does nothing without a verb. */
final class Cgck implements Callable<Integer> {
  private final CommandSpec spec;

  Cgck() {
    spec =
        CommandModel.of(
            this,
            "Tells in which cgroup and namespaces every process is, which part of the cgroup tree"
                + " it sees, and whether it is still where it should be.",
            "");
    spec.name("cgck");
    spec.usageMessage()
        .synopsisSubcommandLabel("COMMAND")
        .commandListHeading("%nCommands:%n")
        .footer("", "Exit codes: 0 done, 1 it could not be done, 2 wrong usage.");
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "a command is missing: " + String.join(", ", spec.subcommands().keySet()));
  }
}

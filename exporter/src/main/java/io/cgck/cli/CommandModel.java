package io.cgck.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A command as picocli is told of it: see {@link Flag} for why by hand. */
final class CommandModel {
  private CommandModel() {}

  /** What a command is at first: with a description, {@code --help} and {@code --version}. */
  static CommandSpec of(Callable<Integer> command, String... description) {
    CommandSpec spec =
        CommandSpec.wrapWithoutInspection(command)
            .versionProvider(new Version())
            .addOption(
                OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("Show this help message and exit.")
                    .build())
            .addOption(
                OptionSpec.builder("-V", "--version")
                    .versionHelp(true)
                    .description("Print version information and exit.")
                    .build());
    spec.usageMessage().description(description);
    return spec;
  }
}

package io.cgck.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options of a command as its documentation shows them. */
final class VisibleOptions {
  private VisibleOptions() {}

  /** Sorted by their long names, as in {@code --help}. */
  static List<OptionSpec> of(CommandSpec command) {
    return command.options().stream()
        .filter(option -> !option.hidden())
        .sorted(Comparator.comparing(VisibleOptions::sortKey))
        .toList();
  }

  private static String sortKey(OptionSpec option) {
    return option.longestName().replaceFirst("^-+", "").toLowerCase(Locale.ROOT);
  }

  static boolean takesValue(OptionSpec option) {
    return option.arity().max() > 0;
  }

  /** What it does, with defaults and candidates filled in. */
  static String description(ArgSpec argument) {
    return line(argument.description());
  }

  /** Lines of the model, in which {@code %} is that of a format, as running text. */
  static String line(String... lines) {
    return String.join(" ", lines).formatted().strip();
  }
}

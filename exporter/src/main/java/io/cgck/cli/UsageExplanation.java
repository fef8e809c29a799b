package io.cgck.cli;

import io.cgck.text.Printable;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;

/**
 * Says what is wrong with a command line. A class and no lambda: to make one of picocli's
 * interfaces, which are of an old format, would keep them out of the AOT cache.
 */
final class UsageExplanation implements CommandLine.IParameterExceptionHandler {
  @Override
  public int handleParseException(CommandLine.ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String what =
        e instanceof CommandLine.UnmatchedArgumentException unmatched
            ? unknown(unmatched)
            : firstLine(e);
    Complaint.about(command, what + "; see '" + name + " --help'");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static String unknown(CommandLine.UnmatchedArgumentException e) {
    String argument = e.getUnmatched().isEmpty() ? "" : e.getUnmatched().getFirst();
    String kind =
        argument.startsWith("-")
            ? "unknown flag "
            : e.getCommandLine().getSubcommands().isEmpty()
                ? "unexpected argument "
                : "unknown command ";
    List<String> suggestions = e.getSuggestions();
    return kind
        + "'"
        + Printable.of(argument)
        + "'"
        + (suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + "?");
  }

  /** Picocli's own words, which go on after {@code cgck: } as all others do: in lower case. */
  private static String firstLine(Exception e) {
    String message = String.valueOf(e.getMessage());
    String line = Printable.of(message.lines().findFirst().orElse(message));
    return line.isEmpty()
        ? line
        : line.substring(0, 1).toLowerCase(Locale.ROOT) + line.substring(1);
  }
}

package io.cgck.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Completion for zsh, with the descriptions of commands and options; {@code zshcompsys(1)}. */
final class ZshCompletion {
  private static final String SCRIPT =
      """
      #compdef cgck
      # Completion of cgck(1) for zsh. Generated from the commands' options:
      # mvn test -Dtest=ZshCompletionTest -Dformat=fix

      _cgck() {
        local context="$curcontext" curcontext="$curcontext" state line
        local -A opt_args
        local -a commands
        commands=(
      @commands@
        )

        _arguments -C \\
      @options@
          '1: :->command' \\
          '*:: :->arguments' && return

        case $state in
          command) _describe -t commands command commands && return ;;
          arguments)
            curcontext="${context%:*:*}:cgck-$words[1]:"
            case $words[1] in
      @arguments@
              *) _message 'unknown command' ;;
            esac
            ;;
        esac
        return 1
      }

      _cgck "$@"
      """;

  private final CommandLine program;

  ZshCompletion(CommandLine program) {
    this.program = program;
  }

  String script() {
    return SCRIPT
        .replace("@commands@\n", commands())
        .replace("@options@\n", specs(program.getCommandSpec(), "    "))
        .replace("@arguments@\n", arguments());
  }

  private Stream<CommandSpec> subcommands() {
    return program.getSubcommands().values().stream().map(CommandLine::getCommandSpec);
  }

  private String commands() {
    return subcommands()
        .map(
            command ->
                "    "
                    + quoted(
                        command.name()
                            + ":"
                            + brief(VisibleOptions.line(command.usageMessage().description())))
                    + "\n")
        .collect(Collectors.joining());
  }

  private String arguments() {
    return subcommands()
        .map(
            command ->
                "        %s)\n          _arguments -s \\\n%s"
                    .formatted(command.name(), all(command)))
        .collect(Collectors.joining());
  }

  /** The options and arguments of a command, the last one without a continuation of the line. */
  private static String all(CommandSpec command) {
    String indent = "            ";
    String specs =
        specs(command, indent)
            + command.positionalParameters().stream()
                .map(parameter -> indent + quoted(argument(parameter)) + " \\\n")
                .collect(Collectors.joining());
    return specs.substring(0, specs.length() - " \\\n".length()) + " && return\n          ;;\n";
  }

  private static String specs(CommandSpec command, String indent) {
    return VisibleOptions.of(command).stream()
        .map(option -> indent + spec(option) + " \\\n")
        .collect(Collectors.joining());
  }

  private static String argument(PositionalParamSpec parameter) {
    String position = parameter.arity().max() > 1 ? "*" : "1";
    return position + ":" + parameter.paramLabel() + ":" + action(parameter);
  }

  /** {@code '(exclusions)'{-s+,--sort=}'[description]:label:action'}. */
  private static String spec(OptionSpec option) {
    boolean value = VisibleOptions.takesValue(option);
    List<String> names =
        Arrays.stream(option.names())
            .map(name -> value ? name + (name.startsWith("--") ? "=" : "+") : name)
            .toList();
    String rest =
        "["
            + brief(VisibleOptions.description(option)).replaceAll("([\\[\\]\\\\])", "\\\\$1")
            + "]"
            + (value ? ":" + option.paramLabel() + ":" + action(option) : "");
    String before = exclusions(option);
    return names.size() == 1
        ? quoted(before + names.getFirst() + rest)
        : quoted(before) + "{" + String.join(",", names) + "}" + quoted(rest);
  }

  /**
   * What makes no sense beside it: itself, unless it may be repeated; anything at all, for help.
   */
  private static String exclusions(OptionSpec option) {
    if (option.usageHelp() || option.versionHelp()) {
      return "(- : *)";
    }
    return option.isMultiValue() ? "*" : "(" + String.join(" ", option.names()) + ")";
  }

  private static String action(ArgSpec argument) {
    return switch (ValueKind.of(argument)) {
      case ValueKind.Words(List<String> words) -> "(" + String.join(" ", words) + ")";
      case ValueKind.Files() -> "_files";
      case ValueKind.Directories() -> "_files -/";
      case ValueKind.Pids() -> "_pids";
      case ValueKind.Users() -> "_users";
      case ValueKind.Anything() -> " ";
    };
  }

  /** The first sentence, without its dot, and of one with a list only what comes before it. */
  private static String brief(String text) {
    String sentence = text.split("(?<=[.:;]) ", 2)[0];
    return sentence.replaceFirst("[.:;]$", "");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}

package io.cgck.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The manual page of the program: a template, which has what people wrote, with what the commands
 * themselves say in place of its placeholders. {@code @synopsis@} are the synopses of all commands,
 * {@code @description@} what the program does, {@code @options@} the options without a command, and
 * {@code @serve@} the subsection of the command {@code serve}.
 */
final class ManPage {
  private static final Pattern PLACEHOLDER = Pattern.compile("@([a-z-]+)@");

  private final CommandLine program;

  ManPage(CommandLine program) {
    this.program = program;
  }

  String fill(String template) {
    Map<String, CommandLine> commands = program.getSubcommands();
    List<String> described = new ArrayList<>();
    StringBuilder page = new StringBuilder();
    for (String line : template.lines().toList()) {
      Matcher placeholder = PLACEHOLDER.matcher(line);
      if (!placeholder.matches()) {
        page.append(line).append('\n');
        continue;
      }
      String name = placeholder.group(1);
      page.append(
          switch (name) {
            case "synopsis" -> synopses();
            case "description" -> paragraphs(program.getCommandSpec().usageMessage().description());
            case "options" -> items(VisibleOptions.of(program.getCommandSpec()));
            default -> {
              described.add(name);
              yield subsection(command(name));
            }
          });
    }
    if (!described.equals(List.copyOf(commands.keySet()))) {
      throw new IllegalStateException(
          "the template describes %s, the commands are %s".formatted(described, commands.keySet()));
    }
    return page.toString();
  }

  private CommandSpec command(String name) {
    CommandLine command = program.getSubcommands().get(name);
    if (command == null) {
      throw new IllegalStateException("the template names a command that is none: " + name);
    }
    return command.getCommandSpec();
  }

  private String synopses() {
    return program.getSubcommands().values().stream()
        .map(command -> synopsis(command.getCommandSpec()))
        .collect(Collectors.joining(".br\n", "", ".br\n" + Roff.bold("cgck") + topOptions()));
  }

  private String topOptions() {
    return VisibleOptions.of(program.getCommandSpec()).stream()
        .map(option -> Roff.bold(option.longestName()))
        .collect(Collectors.joining(" | ", " ", "\n"));
  }

  private static String synopsis(CommandSpec command) {
    return Roff.bold(command.qualifiedName())
        + " ["
        + Roff.italic("OPTION")
        + "].\\|.\\|."
        + command.positionalParameters().stream()
            .map(ManPage::argument)
            .collect(Collectors.joining())
        + "\n";
  }

  private static String argument(PositionalParamSpec parameter) {
    return " " + Roff.italic(parameter.paramLabel()) + (isMany(parameter) ? ".\\|.\\|." : "");
  }

  private static boolean isMany(ArgSpec argument) {
    return argument.arity().max() > 1;
  }

  private String subsection(CommandSpec command) {
    return ".SS "
        + Roff.text(command.name())
        + "\n"
        + synopsis(command)
        + ".PP\n"
        + paragraphs(command.usageMessage().description())
        + footer(command)
        + command.positionalParameters().stream()
            .map(parameter -> item(argument(parameter).strip(), parameter))
            .collect(Collectors.joining())
        + options(command);
  }

  private static String footer(CommandSpec command) {
    String footer = paragraphs(command.usageMessage().footer());
    return footer.isEmpty() ? "" : ".PP\n" + footer;
  }

  /** Lines of the model; an empty one ends a paragraph. */
  private static String paragraphs(String... lines) {
    return Arrays.stream(String.join("\n", lines).strip().split("\n\n+", -1))
        .filter(paragraph -> !paragraph.isBlank())
        .map(paragraph -> VisibleOptions.line(paragraph.split("\n", -1)))
        .map(paragraph -> Roff.sentences(Roff.text(paragraph)))
        .collect(Collectors.joining(".PP\n"));
  }

  /** The options of a command but for those that stand once for all commands. */
  private String options(CommandSpec command) {
    Set<String> common = program.getCommandSpec().optionsMap().keySet();
    return items(
        VisibleOptions.of(command).stream()
            .filter(option -> !common.contains(option.longestName()))
            .toList());
  }

  private static String items(List<OptionSpec> options) {
    return options.stream()
        .map(option -> item(names(option), option))
        .collect(Collectors.joining());
  }

  private static String names(OptionSpec option) {
    return Arrays.stream(option.names()).map(Roff::bold).collect(Collectors.joining(", "))
        + (VisibleOptions.takesValue(option) ? "=" + Roff.italic(option.paramLabel()) : "");
  }

  private static String item(String tag, ArgSpec argument) {
    return ".TP\n" + tag + "\n" + Roff.sentences(Roff.text(VisibleOptions.description(argument)));
  }
}

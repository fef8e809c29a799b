package io.cgck.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Completion for bash. Not picocli's own, which knows no {@code --option=value}, offers no files
 * for {@code --config.file}, takes any word that is a command's name for the command, and puts
 * functions of its own into every shell.
 */
final class BashCompletion {
  private static final String SCRIPT =
      """
      # Completion of cgck(1) for bash. Generated from the commands' options:
      # mvn test -Dtest=BashCompletionTest -Dformat=fix

      _cgck() {
        local current=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]}
        local prefix= command= options= argument= value= word
        COMPREPLY=()

        # Bash makes three words of --option=value, unless it was told otherwise.
        if [[ $current == --*=* ]]; then
          option=${current%%=*}
          prefix=$option=
          current=${current#*=}
        elif [[ $current == = ]]; then
          current=
        elif [[ $option == = ]] && ((COMP_CWORD > 1)); then
          option=${COMP_WORDS[COMP_CWORD - 2]}
        fi

        for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
          if [[ $word != -* ]]; then
            command=$word
            break
          fi
        done

        case $command in
      @commands@
          *) return ;;
        esac

        case $option in
      @values@
          *)
            if [[ $current == -* ]] || [[ -z $argument ]]; then
              value=$options
            else
              value=$argument
            fi
            ;;
        esac

        case $value in
          @anything) ;;
          @pids) COMPREPLY=($(cd /proc && compgen -P "$prefix" -W "$(echo [0-9]*)" -- "$current")) ;;
          @users) COMPREPLY=($(compgen -P "$prefix" -u -- "$current")) ;;
          @files | @directories)
            # Readline knows best how to quote names, except behind a word that it does not split.
            if [[ -z $prefix ]]; then
              [[ $value == @files ]] && compopt -o default || compopt -o dirnames
            else
              compopt -o filenames
              [[ $value == @files ]] && value=-f || value=-d
              mapfile -t COMPREPLY < <(compgen -P "$prefix" "$value" -- "$current")
            fi
            ;;
          *)
            COMPREPLY=($(compgen -P "$prefix" -W "$value" -- "$current"))
            # The value comes next, and no blank.
            [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace
            ;;
        esac
      }

      complete -F _cgck cgck
      """;

  private final CommandLine program;

  BashCompletion(CommandLine program) {
    this.program = program;
  }

  String script() {
    return SCRIPT.replace("@commands@\n", commands()).replace("@values@\n", values());
  }

  private Stream<CommandSpec> subcommands() {
    return program.getSubcommands().values().stream().map(CommandLine::getCommandSpec);
  }

  /** For each command its options and what its arguments are. */
  private String commands() {
    StringBuilder cases = new StringBuilder();
    cases.append(
        "    '') options='%s' argument='%s' ;;\n"
            .formatted(
                options(program.getCommandSpec()),
                String.join(" ", program.getSubcommands().keySet())));
    subcommands()
        .forEach(
            command ->
                cases.append(
                    "    %s) options='%s'%s ;;\n"
                        .formatted(
                            command.name(),
                            options(command),
                            command.positionalParameters().stream()
                                .findFirst()
                                .map(parameter -> " argument=" + value(parameter))
                                .orElse(""))));
    return cases.toString();
  }

  private static String options(CommandSpec command) {
    return VisibleOptions.of(command).stream()
        .map(option -> option.longestName() + (VisibleOptions.takesValue(option) ? "=" : ""))
        .collect(Collectors.joining(" "));
  }

  /** For each option with a value what that can be. A name means the same with every command. */
  private String values() {
    Map<String, String> values = new TreeMap<>();
    subcommands()
        .flatMap(command -> VisibleOptions.of(command).stream())
        .filter(VisibleOptions::takesValue)
        .forEach(
            option -> {
              for (String name : option.names()) {
                String earlier = values.put(name, value(option));
                if (earlier != null && !earlier.equals(value(option))) {
                  throw new IllegalStateException(name + " means different things");
                }
              }
            });
    Map<String, List<String>> names = new TreeMap<>();
    values.forEach((name, value) -> names.computeIfAbsent(value, v -> new ArrayList<>()).add(name));
    return names.entrySet().stream()
        .map(
            entry ->
                "    %s) value=%s ;;\n"
                    .formatted(String.join(" | ", entry.getValue()), entry.getKey()))
        .collect(Collectors.joining());
  }

  private static String value(ArgSpec argument) {
    return switch (ValueKind.of(argument)) {
      case ValueKind.Words(List<String> words) -> "'" + String.join(" ", words) + "'";
      case ValueKind.Files() -> "@files";
      case ValueKind.Directories() -> "@directories";
      case ValueKind.Pids() -> "@pids";
      case ValueKind.Users() -> "@users";
      case ValueKind.Anything() -> "@anything";
    };
  }
}

package io.cgck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/**
 * What a user of bash is offered. The script is rewritten with {@code mvn test
 * -Dtest=BashCompletionTest -Dformat=fix}.
 */
class BashCompletionTest {
  private static final GeneratedFile FILE =
      GeneratedFile.inShare("bash-completion/completions/cgck");

  /** Calls the function as bash does, which gives it words, and prints what it replies. */
  private static final String ASK =
      """
      compopt() { :; }
      source "$0"
      COMP_WORDS=("$@")
      COMP_CWORD=$(($# - 1))
      _cgck
      ((${#COMPREPLY[@]} == 0)) || printf '%s\\n' "${COMPREPLY[@]}"
      """;

  /** A program that tells its arguments. */
  private static final String PROGRAM = "cgck() { printf '<%s>' \"$@\"; echo; }\n";

  @Test
  void theScriptIsThatOfTheCommands() throws Exception {
    FILE.check(new BashCompletion(new CommandLine(Main.program())).script(), getClass());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "se                     | serve",
        "-                      | --help --version",
        "ps --so                | --sort=",
        "ps --sort ''           | pid comm cgroup namespace start",
        "ps -s c                | comm cgroup",
        "ps --sort =            | pid comm cgroup namespace start",
        "ps --sort = n          | namespace",
        "ps --sort=n            | --sort=namespace",
        "ps --sort = pid --wi   | --wide",
        "serve --log.format ''  | logfmt json",
        "serve --log.format = j | json",
        "serve --log.           | --log.format= --log.level=",
        "serve --web.l          | --web.listen-address=",
        "ns --type u            | user uts",
        "watch --comm serve --i | --interval=",
        "ps --comm ''           | ''",
        "ps --user roo          | root",
        "explain 1              | 1",
        "check-config --ag      | --against-live",
        "nonsense ''            | ''"
      })
  void offers(String words, String candidates) {
    List<String> offered = ask(words.split(" ", -1));

    if (words.startsWith("explain")) {
      assertThat(offered).contains(candidates);
    } else {
      assertThat(String.join(" ", offered)).isEqualTo(candidates);
    }
  }

  @Test
  void offersAllCommands() {
    assertThat(ask("''")).isEqualTo(List.copyOf(Main.program().subcommands().keySet()));
  }

  /** Readline itself, with tabs. Names of files are its business, blanks in them too. */
  @Test
  void completesWhatIsTyped(@TempDir Path directory) throws Exception {
    Files.createFile(directory.resolve("my conf.yml"));
    Files.createDirectory(directory.resolve("proc of guest"));

    assertThat(typed("cgck se\t --log.fo\tj\t")).isEqualTo("<serve><--log.format=json>");
    assertThat(typed("cgck ps --so\tn\t-w")).isEqualTo("<ps><--sort=namespace><-w>");
    assertThat(typed("cgck serve --config.file=" + directory + "/my\t"))
        .isEqualTo("<serve><--config.file=" + directory + "/my conf.yml>");
    assertThat(typed("cgck check-config " + directory + "/my\t"))
        .isEqualTo("<check-config><" + directory + "/my conf.yml>");
    assertThat(typed("cgck ps --path.procfs=" + directory + "/\t"))
        .isEqualTo("<ps><--path.procfs=" + directory + "/proc of guest/>");
  }

  /** Some people have bash not split at equals signs. */
  @Test
  void completesWordsWithEqualsSigns(@TempDir Path directory) throws Exception {
    Files.createFile(directory.resolve("my conf.yml"));
    String whole = "COMP_WORDBREAKS=${COMP_WORDBREAKS//=/}\n";

    assertThat(typed(whole + "cgck serve --log.fo\tj\t")).isEqualTo("<serve><--log.format=json>");
    assertThat(typed(whole + "cgck serve --config.file=" + directory + "/my\t"))
        .isEqualTo("<serve><--config.file=" + directory + "/my conf.yml>");
  }

  private static List<String> ask(String... words) {
    List<String> command = new ArrayList<>(List.of("bash", "-c", ASK, FILE.path().toString()));
    command.add("cgck");
    Arrays.stream(words).map(word -> word.equals("''") ? "" : word).forEach(command::add);
    return run(command, "").stdout().lines().toList();
  }

  /** The arguments that the program gets. */
  private static String typed(String keys) {
    return run(
            List.of("bash", "--norc", "--noprofile", "-i"),
            "PS1=; unset HISTFILE; source " + FILE.path() + "\n" + PROGRAM + keys + "\n")
        .stdout()
        .lines()
        .filter(line -> line.startsWith("<"))
        .findFirst()
        .orElse("nothing was run");
  }

  private static Command.Outcome run(List<String> command, String input) {
    ProcessBuilder builder = new ProcessBuilder(command);
    // Whatever the user's readline does otherwise.
    builder.environment().put("INPUTRC", "/dev/null");
    Command.Outcome outcome = Command.of(builder).run(input);
    assertThat(outcome.exitCode()).as(outcome.stderr()).isLessThan(2);
    return outcome;
  }
}

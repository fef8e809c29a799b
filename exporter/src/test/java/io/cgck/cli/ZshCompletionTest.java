package io.cgck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * What a user of zsh is offered. The script is rewritten with {@code mvn test
 * -Dtest=ZshCompletionTest -Dformat=fix}.
 */
class ZshCompletionTest {
  private static final GeneratedFile FILE = GeneratedFile.inShare("zsh/vendor-completions/_cgck");
  private static final Tool ZSH = new Tool("zsh");

  /** Types a line into a zsh that has a terminal, and prints what that shows. */
  private static final String TYPE =
      """
      zmodload zsh/zpty
      zpty shell zsh -f -i
      zpty -w shell "PROMPT=; fpath=($1 \\$fpath); autoload -U compinit; compinit -u -D"
      zpty -w shell 'cgck() { print -r -- "<$^@>" ty""ped }; print re""ady'
      zpty -r shell output '*ready*'
      zpty -w shell "$2"
      zpty -r shell output '*typed*'
      print -r -- "$output"
      """;

  @Test
  void theScriptIsThatOfTheCommands() throws Exception {
    FILE.check(new ZshCompletion(new CommandLine(Main.program())).script(), getClass());
  }

  @Test
  void theSyntaxIsThatOfZsh() {
    Command.Outcome outcome = ZSH.run("", List.of("-n", FILE.path().toString()));

    assertThat(outcome.stderr()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
  }

  @Test
  void completesWhatIsTyped(@TempDir Path directory) throws Exception {
    Files.createFile(directory.resolve("my conf.yml"));
    Files.createDirectory(directory.resolve("proc of guest"));

    assertThat(typed("cgck se\t --log.fo\tj\t")).endsWith("<serve> <--log.format=json> typed");
    assertThat(typed("cgck ps --so\tn\t -w")).endsWith("<ps> <--sort=namespace> <-w> typed");
    assertThat(typed("cgck ps -n pr\t")).endsWith("<ps> <-n> <private> typed");
    assertThat(typed("cgck serve --config.file=" + directory + "/my\t"))
        .endsWith("<serve> <--config.file=" + directory + "/my conf.yml> typed");
    assertThat(typed("cgck check-config one " + directory + "/my\t"))
        .endsWith("<check-config> <one> <" + directory + "/my conf.yml> typed");
    assertThat(typed("cgck ps --path.procfs=" + directory + "/\t"))
        .endsWith("<ps> <--path.procfs=" + directory + "/proc of guest> typed");
  }

  /** Descriptions are what zsh has ahead of other shells. */
  @Test
  void describesWhatItOffers() {
    assertThat(typed("cgck \t\t")).contains("metrics       -- Scans once and prints the metrics");
    assertThat(typed("cgck serve --web.l\t:1 --web.\t")).contains("Path of the metrics (/metrics)");
  }

  private static String typed(String keys) {
    return ZSH.run("", List.of("-f", "-c", TYPE, "zsh", directory(), keys)).stdout().strip();
  }

  private static String directory() {
    return FILE.path().toAbsolutePath().getParent().toString();
  }
}

package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.CgckCommand;
import io.cgck.lab.Command.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever makes a mistake is told what it was, in a sentence and not in a stack trace. */
class ClearErrorsIT {
  private static final String ANY_PORT = "--web.listen-address=127.0.0.1:0";

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          no_such_key: 1                             | no_such_key | 1
          scan:\\n  interval: often                  | often       | 2
          scan:\\n  interval: 5s\\n  interval: 6s    | interval    | 3
          processes: [                               | cgck.yml    | 2
          """)
  void wrongConfiguration(String yaml, String culprit, int line) throws Exception {
    Path config = Files.writeString(directory.resolve("cgck.yml"), yaml.translateEscapes() + "\n");

    for (Outcome outcome :
        List.of(
            run("serve", ANY_PORT, "--config.file=" + config),
            run("check-config", config.toString()))) {
      assertClear(outcome, culprit);
      assertThat(complaints(outcome).getFirst()).contains(config + ":" + line);
    }
  }

  @Test
  void missingConfiguration() {
    Path config = directory.resolve("missing.yml");

    assertClear(run("serve", ANY_PORT, "--config.file=" + config), config.toString());
    assertClear(run("check-config", config.toString()), config.toString());
  }

  @Test
  void directoryAsConfiguration() {
    assertClear(run("serve", ANY_PORT, "--config.file=" + directory), directory.toString());
  }

  @Test
  void unknownFlag() {
    assertClear(run("serve", "--no-such-flag"), "--no-such-flag");
    assertClear(run("ps", "--no-such-flag"), "--no-such-flag");
  }

  @Test
  void unknownCommand() {
    assertClear(run("no-such-command"), "no-such-command");
  }

  @Test
  void badListenAddress() {
    assertClear(run("serve", "--web.listen-address=127.0.0.1:http"), "127.0.0.1:http");
    assertClear(run("serve", "--web.listen-address=127.0.0.1:70000"), "127.0.0.1:70000");
  }

  @Test
  void portInUse() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();

      assertClear(run("serve", "--web.listen-address=" + address), address);
    }
  }

  @Test
  void missingProcfs() {
    String missing = directory.resolve("missing").toString();

    assertClear(run("serve", ANY_PORT, "--path.procfs=" + missing), missing);
    assertClear(run("ps", "--path.procfs=" + missing), missing);
  }

  @Test
  void directoryThatIsNoProcfs() {
    assertClear(run("serve", ANY_PORT, "--path.procfs=" + directory), directory.toString());
    assertClear(run("ps", "--path.procfs=" + directory), directory.toString());
  }

  @Test
  void noSuchProcess() {
    // Above every pid_max.
    assertClear(run("explain", "99999999"), "99999999");
  }

  private static Outcome run(String... arguments) {
    return CgckCommand.ofTheBuild().run(arguments);
  }

  private static void assertClear(Outcome outcome, String culprit) {
    assertThat(outcome.exitCode()).as("%s", outcome).isNotZero();
    assertThat(outcome.stdout() + outcome.stderr())
        .doesNotContain("\tat ")
        .doesNotContain("Exception");
    assertThat(complaints(outcome))
        .as("a sentence, and maybe where to find help: %s", outcome)
        .hasSizeBetween(1, 3);
    assertThat(complaints(outcome).getFirst()).contains(culprit);
  }

  /** What was said on standard error but for how the start went until then. */
  private static List<String> complaints(Outcome outcome) {
    return outcome
        .stderr()
        .lines()
        .filter(line -> !line.isBlank() && !line.contains("level=info"))
        .toList();
  }
}

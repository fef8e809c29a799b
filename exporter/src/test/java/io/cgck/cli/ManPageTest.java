package io.cgck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/**
 * The manual page {@code cgck(1)} says what the commands say. Rewritten with {@code mvn test
 * -Dtest=ManPageTest -Dformat=fix}.
 */
class ManPageTest {
  private static final Path TEMPLATE = Path.of("src/test/manual/cgck.1.in");

  @Test
  void thePageIsThatOfTheCommands() throws Exception {
    GeneratedFile.inShare("man/man1/cgck.1")
        .check(
            new ManPage(new CommandLine(Main.program())).fill(Files.readString(TEMPLATE)),
            getClass());
  }

  /** Each page in {@code share/man}; what man-db or groff warn of, Debian's lintian finds too. */
  @ParameterizedTest
  @ValueSource(strings = {"man1/cgck.1", "man5/cgck.yml.5"})
  void pagesAreCleanRoff(String page) {
    Path file = GeneratedFile.inShare("man/" + page).path();

    assertThat(new Tool("groff").run("", List.of("-man", "-ww", "-z", file.toString())).stderr())
        .isEmpty();
    assertThat(
            new Tool("man")
                .run("", List.of("--warnings", "-E", "UTF-8", "-l", file.toString()))
                .stderr())
        .isEmpty();
  }

  /** People copy options from a page, and search it for them. */
  @Test
  void optionsCanBeCopied() {
    Path file = GeneratedFile.inShare("man/man1/cgck.1").path();

    assertThat(
            new Tool("groff")
                .run("", List.of("-man", "-Tutf8", "-P-c", "-P-bou", file.toString()))
                .stdout())
        .contains(
            "--web.listen-address=ADDRESS",
            "-s, --sort=KEY",
            "curl -s localhost:10065/metrics | grep '^cgck_process_info'");
  }

  /** What begins a line with a dot, or has a backslash, is text and no request to roff. */
  @Test
  void textOfTheModelStaysText() {
    assertThat(Roff.sentences(Roff.text(".PP is 'it'. A\\nB --c \"d\" …")))
        .isEqualTo("\\&.PP is \\(aqit\\(aq.\nA\\enB \\-\\-c \\(dqd\\(dq \\[u2026]\n");
  }
}

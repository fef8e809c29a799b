package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.Command.Outcome;
import io.cgck.lab.PageLinters;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The script and the style of the pages by ESLint and Stylelint. */
class PageAssetsIT {
  private static final Path ASSETS = Path.of("src/main/resources/io/cgck/pages");

  private static String read(String file) throws Exception {
    return Files.readString(ASSETS.resolve(file));
  }

  @Test
  void scriptAndStyleAreInOrder() throws Exception {
    PageLinters linters = PageLinters.ofTheBuild();
    Outcome script = linters.script(read("cgck.js"));
    Outcome style = linters.style(read("cgck.css"));

    assertThat(script.exitCode()).as(script.toString()).isZero();
    assertThat(style.exitCode()).as(style.toString()).isZero();
  }

  @Test
  void whatIsNotInOrderIsFound() throws Exception {
    PageLinters linters = PageLinters.ofTheBuild();

    assertThat(
            linters
                .script(read("cgck.js").replace("row.classList.add(", "row.innerHTML = ("))
                .exitCode())
        .isEqualTo(1);
    assertThat(
            linters.style(read("cgck.css").replace("color: var(--link)", "colour: red")).exitCode())
        .isEqualTo(2);
  }
}

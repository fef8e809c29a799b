package io.cgck.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.property.Property;
import io.cgck.property.RandomBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcCmdlineTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "``, ``", // kernel threads and zombies
        "`sleep\0`, sleep",
        "`sleep\000300\0`, sleep 300",
        "`sh\0-c\0echo a  b\nc\0`, `sh -c echo a  b\nc`",
        "`a\0\0b\0`, `a  b`",
        // setproctitle(3) writes no NUL, or many.
        "nginx: worker process, nginx: worker process",
        "`nginx: master\0\0\0\0\0`, nginx: master",
        "`\0\0\0`, ``",
      })
  void argumentsAreJoinedBySpaces(String file, String text) {
    byte[] bytes = Text.utf8(file);

    assertThat(ProcCmdline.parse(bytes, bytes.length)).isEqualTo(new ProcCmdline(text));
  }

  @Test
  void bytesThatAreNotUtf8StandInHex() {
    byte[] bytes = Text.latin1("a\377\0\303\251\0");

    assertThat(ProcCmdline.parse(bytes, bytes.length).text()).isEqualTo("a\\xff é");
  }

  @Test
  void bufferIsLeftAlone() {
    byte[] bytes = Text.utf8("a\0b\0");

    assertThat(ProcCmdline.parse(bytes, bytes.length).text()).isEqualTo("a b");
    assertThat(bytes).isEqualTo(Text.utf8("a\0b\0"));
  }

  @Test
  void anyBytesGiveAText() {
    Property.holds(
        10_000,
        random -> {
          byte[] bytes = RandomBytes.any(random, 100);
          assertThat(ProcCmdline.parse(bytes, bytes.length).text()).doesNotContain("\0");
        });
  }
}

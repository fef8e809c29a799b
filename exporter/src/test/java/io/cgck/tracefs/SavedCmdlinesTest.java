package io.cgck.tracefs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.property.Property;
import io.cgck.property.RandomBytes;
import org.junit.jupiter.api.Test;

class SavedCmdlinesTest {
  /** As Linux 6.18 gives it. */
  private static final String SOUND =
      """
      14670 sh
      9254 kworker/0:1
      14671 a b
      4023 <...>
      7\s
      """;

  @Test
  void readsNamesByThread() {
    SavedCmdlines saved = parse(SOUND);

    assertThat(saved.of(14670)).contains("sh");
    assertThat(saved.of(9254)).contains("kworker/0:1");
    assertThat(saved.of(14671)).contains("a b");
    assertThat(saved.of(4023)).as("not known").isEmpty();
    assertThat(saved.of(7)).contains("");
    assertThat(saved.of(8)).isEmpty();
  }

  @Test
  void aNameWithANewlineDoesNotRenameAnother() {
    assertThat(parse("5 evil\n1 x\n1 systemd\n").of(5)).contains("evil");
    assertThat(parse("1 systemd\n5 evil\n1 x\n").of(1)).contains("systemd");
    assertThat(parse("5 a\nb\n6 c\n").of(5)).contains("a\nb");
  }

  @Test
  void anyBytesGiveAnAnswer() {
    Property.holds(
        5_000,
        random -> {
          byte[] bytes = RandomBytes.damaged(SOUND, random);
          assertThat(SavedCmdlines.parse(bytes, bytes.length)).isNotNull();
          byte[] any = RandomBytes.of("1 \n<", random, 40);
          assertThat(SavedCmdlines.parse(any, any.length)).isNotNull();
        });
  }

  private static SavedCmdlines parse(String text) {
    byte[] bytes = Recorded.utf8(text);
    return SavedCmdlines.parse(bytes, bytes.length);
  }
}

package io.cgck.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.property.Property;
import io.cgck.property.RandomBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelStatTest {
  private static final String TEXT =
      """
      cpu  13455 0 5467 1234567 1234 0 321 0 0 0
      cpu0 6727 0 2733 617283 617 0 160 0 0 0
      intr 2341234 0 9 0 0 0
      ctxt 4212345
      btime 1795424280
      processes 16174
      procs_running 2
      """;

  @Test
  void bootTimeIsFoundAmongTheLines() {
    assertThat(parse(TEXT)).isEqualTo(new ReadResult.Ok<>(new KernelStat(1795424280L)));
  }

  @Test
  void lastLineNeedsNoNewline() {
    assertThat(parse("cpu 1\nbtime 7")).isEqualTo(new ReadResult.Ok<>(new KernelStat(7)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "cpu 1 2 3\n",
        "btime\n",
        "btime \n",
        "btime x\n",
        "btime -1\n",
        "xbtime 1\n"
      })
  void textWithoutBootTimeIsMalformed(String text) {
    assertThat(parse(text)).isInstanceOf(ReadResult.Malformed.class);
  }

  @Test
  void anyBytesGiveAnAnswer() {
    Property.holds(5_000, random -> answer(RandomBytes.any(random, 100)));
    Property.holds(5_000, random -> answer(RandomBytes.of("btime 19\n", random, 40)));
    Property.holds(10_000, random -> answer(RandomBytes.damaged(TEXT, random)));
  }

  private static void answer(byte[] bytes) {
    assertThat(KernelStat.parse(bytes, bytes.length))
        .isInstanceOfAny(ReadResult.Ok.class, ReadResult.Malformed.class);
  }

  private static ReadResult<KernelStat> parse(String text) {
    byte[] bytes = Text.utf8(text);
    return KernelStat.parse(bytes, bytes.length);
  }
}

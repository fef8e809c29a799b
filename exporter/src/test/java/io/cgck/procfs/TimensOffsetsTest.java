package io.cgck.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.property.Property;
import io.cgck.property.RandomBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimensOffsetsTest {
  /** As Linux 6.18 gives it after {@code unshare --time --monotonic 86400 --boottime 604800}. */
  private static final String TEXT =
      """
      monotonic       86400         0
      boottime       604800         0
      """;

  @Test
  void theMonotonicClockIsAheadBySoMuch() {
    assertThat(parse(TEXT)).isEqualTo(new ReadResult.Ok<>(new TimensOffsets(86_400_000_000_000L)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "-5, 999999999, -4000000001",
    "-1, 0, -1000000000",
    "9223372036, 0, 9223372036000000000",
  })
  void nanosecondsCountUp(String seconds, String nanos, long expected) {
    assertThat(parse("monotonic %11s %9s\nboottime 1 2\n".formatted(seconds, nanos)))
        .isEqualTo(new ReadResult.Ok<>(new TimensOffsets(expected)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "monotonic\n", "monotonic 1\n", "monotonic x 0\n", "boottime 604800 0\n"})
  void textWithoutThatClockIsMalformed(String text) {
    assertThat(parse(text)).isInstanceOf(ReadResult.Malformed.class);
  }

  @Test
  void anyBytesGiveAnAnswer() {
    Property.holds(
        5_000,
        random -> {
          byte[] damaged = RandomBytes.damaged(TEXT, random);
          assertThat(TimensOffsets.parse(damaged, damaged.length))
              .isInstanceOfAny(ReadResult.Ok.class, ReadResult.Malformed.class);
        });
  }

  private static ReadResult<TimensOffsets> parse(String text) {
    byte[] bytes = Text.utf8(text);
    return TimensOffsets.parse(bytes, bytes.length);
  }
}

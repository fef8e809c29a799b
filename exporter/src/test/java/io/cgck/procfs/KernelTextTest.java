package io.cgck.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cgck.property.Name;
import io.cgck.property.Property;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelTextTest {
  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "61, a",
    "c3a9, é",
    "e6bca2e5ad97, 漢字",
    "f09f9880, 😀",
    // Not UTF-8: a lone lead, a lone continuation, overlong, a surrogate, beyond Unicode.
    "ff, \\xff",
    "61c3, a\\xc3",
    "c3c3a9, \\xc3é",
    "80, \\x80",
    "c080, \\xc0\\x80",
    "e28261, \\xe2\\x82a",
    "eda080, \\xed\\xa0\\x80",
    "f4908080, \\xf4\\x90\\x80\\x80",
    "f09f98, \\xf0\\x9f\\x98",
    // A replacement character that really is there stays one.
    "efbfbd, \uFFFD",
  })
  void bytesThatAreNotUtf8StandInHex(String hex, String expected) {
    assertThat(text(HexFormat.of().parseHex(hex))).hasToString(expected);
  }

  @Test
  void utf8IsDecodedAsJavaDoes() {
    Property.holds(
        2_000,
        random -> {
          String text =
              random
                  .ints(random.nextInt(20), 0, Character.MAX_CODE_POINT + 1)
                  .filter(
                      point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                  .collect(
                      StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                  .toString();
          assertThat(text(Text.utf8(text))).hasToString(text);
        });
  }

  @Test
  void piecesAreDecodedOneByOne() {
    Property.holds(
        5_000,
        random -> {
          Name name = Name.random(random, 10);
          assertThat(text(name.bytes())).as("%s", name).hasToString(name.text());
        });
  }

  /** All strings up to four bytes that mix the beginnings and ends of UTF-8 sequences. */
  @Test
  void differentBytesStayDifferent() {
    byte[] alphabet = HexFormat.of().parseHex("78386680bfc3a9e2edf09fff");
    Map<String, byte[]> seen = new HashMap<>();
    for (int length = 0; length <= 4; length++) {
      for (int n = 0; n < Math.powExact(alphabet.length, length); n++) {
        byte[] bytes = new byte[length];
        int rest = n;
        for (int index = 0; index < length; index++) {
          bytes[index] = alphabet[rest % alphabet.length];
          rest /= alphabet.length;
        }
        byte[] other = seen.put(text(bytes).toString(), bytes);
        if (other != null) {
          throw new AssertionError(
              Arrays.toString(other)
                  + " and "
                  + Arrays.toString(bytes)
                  + " are both "
                  + text(bytes));
        }
      }
    }
    assertThat(seen).hasSize(1 + 12 + 144 + 1_728 + 20_736);
  }

  @ParameterizedTest
  @CsvSource({
    "'', -1",
    "0, 0",
    "007, 7",
    "9223372036854775807, 9223372036854775807",
    "9223372036854775808, -1",
    "18446744073709551615, -1",
    "99999999999999999999999, -1",
    "-1, -1",
    "+1, -1",
    "' 1', -1",
    "'1 ', -1",
    "1a, -1",
    "٣, -1",
  })
  void numberIsDecimalDigitsOrNone(String text, long expected) {
    assertThat(text(Text.utf8(text)).number()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "a\\040b, `a b`",
        "\\011, `\t`",
        "\\012, `\n`",
        "\\134, \\",
        "\\043, #",
        // What an unescaped backslash gives is not unescaped again.
        "\\134040, \\040",
        "\\303\\251, é",
        "\\377, \\xff",
        "\\000, `\0`",
        // No escapes: too short, no octal digits, more than a byte.
        "\\, \\",
        "a\\04, a\\04",
        "\\08x, \\08x",
        "\\400, \\400",
        "\\\\040, `\\ `",
      })
  void octalEscapesAreUndone(String escaped, String expected) {
    assertThat(text(Text.utf8(escaped)).unescapeOctal()).hasToString(expected);
  }

  @Test
  void octalEscapesRoundTrip() {
    Property.holds(
        5_000,
        random -> {
          Name name = Name.random(random, 10);
          byte[] escaped = new Text().addOctal(name.bytes(), " \t\n\\").toBytes();
          assertThat(text(escaped).unescapeOctal()).as("%s", name).hasToString(name.text());
        });
  }

  @Test
  void isAViewOfABuffer() {
    KernelText text = KernelText.of("one two\nrest".getBytes(StandardCharsets.UTF_8), 8);

    assertThat(text.length()).isEqualTo(8);
    assertThat(text.indexOf('o', 0)).isZero();
    assertThat(text.indexOf('o', 1)).isEqualTo(6);
    assertThat(text.indexOf('r', 0)).isEqualTo(-1);
    assertThat(text.indexOf('o', -5)).isZero();
    assertThat(KernelText.lastIndexOf(text.bytes(), 0, 8, 'o')).isEqualTo(6);
    assertThat(KernelText.lastIndexOf(text.bytes(), 0, 6, 'o')).isZero();
    assertThat(KernelText.lastIndexOf(text.bytes(), 1, 6, 'o')).isEqualTo(-1);
    assertThat(text.withoutNewline()).hasToString("one two");
    assertThat(text.withoutNewline().withoutNewline()).hasToString("one two");
    KernelText word = text.slice(4, 7);
    assertThat(word).hasToString("two");
    assertThat(word.from(1)).hasToString("wo");
    assertThat(word.contentEquals("two")).isTrue();
    assertThat(word.contentEquals("tw")).isFalse();
    assertThat(word.contentEquals("twx")).isFalse();
    assertThatThrownBy(() -> text.slice(0, 13)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> text.slice(3, 2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static KernelText text(byte[] bytes) {
    return KernelText.of(bytes, bytes.length);
  }
}

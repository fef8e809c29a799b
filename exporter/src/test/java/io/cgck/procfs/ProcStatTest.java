package io.cgck.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.property.Name;
import io.cgck.property.Property;
import io.cgck.property.RandomBytes;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcStatTest {
  /** As Linux 6.18 gives it, all 52 fields. */
  private static final String CAT =
      "4242 (cat) R 4241 4242 4241 34816 4242 4194304 106 0 0 0 0 0 0 0 20 0 1 0 352671 3219456 402"
          + " 18446744073709551615 94 95 140 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 96 97 98 140 141 142"
          + " 143 0\n";

  @Test
  void readsAsLinux618GivesIt() {
    assertThat(parse(CAT)).isEqualTo(new ProcStat(4242, "cat", 'R', 4241, 4194304, 1, 352671, 140));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "sh, sh",
        "``, ``",
        "a) b, a) b",
        "a (b) c, a (b) c",
        "`) R 1 2 3`, `) R 1 2 3`",
        "(sd-pam), (sd-pam)",
        "((, ((",
        ")), ))",
        "`a\tb`, `a\tb`",
        "kworker/u8:3-ev, kworker/u8:3-ev",
        "quote\"', quote\"'",
        "é漢😀, é漢😀",
        // In stat nothing is escaped, other than in status.
        "`a\nb`, `a\nb`",
        "`\n`, `\n`",
        "a\\b, a\\b",
        "a\\nb, a\\nb",
        "a\\\\b, a\\\\b",
        "end\\, end\\",
      })
  void commandNameMayHoldAnything(String written, String comm) {
    assertThat(parse("7 (" + written + ") S 1 7 7 0 -1 64 0 0 0 0 0 0 0 0 20 0 1 0 99 0\n"))
        .isEqualTo(new ProcStat(7, comm, 'S', 1, 64, 1, 99, 0));
  }

  @Test
  void bytesThatAreNotUtf8StandInHex() {
    byte[] bytes =
        Text.latin1("7 (a\377b\303\251) S 1 7 7 0 -1 64 0 0 0 0 0 0 0 0 20 0 1 0 99 0 0\n");

    assertThat(ProcStat.parse(bytes, bytes.length).toOptional())
        .contains(new ProcStat(7, "a\\xffbé", 'S', 1, 64, 1, 99, 0));
  }

  @ParameterizedTest
  @CsvSource({
    // state, flags: ended, kernel thread
    "R, 4194304, false, false",
    "S, 2129984, false, true",
    "I, 69238880, false, true",
    "Z, 4228364, true, false",
    "X, 4228364, true, false",
    "x, 4228364, true, false",
    "D, 4294967295, true, true",
    "R, 4194308, true, false",
    "T, 0, false, false",
    "t, 0, false, false",
  })
  void stateAndFlags(char state, long flags, boolean ended, boolean kernelThread) {
    ProcStat stat =
        parse("9 (x) " + state + " 2 0 0 0 -1 " + flags + " 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0\n");

    assertThat(stat.state()).isEqualTo(state);
    assertThat(stat.hasEnded()).isEqualTo(ended);
    assertThat(stat.isKernelThread()).isEqualTo(kernelThread);
  }

  @Test
  void largestNumbersAreRead() {
    String rest = " 0 0 0 0 0 0 0 0 20 0 1 0 9223372036854775807";

    assertThat(parse("2147483647 (x) S 2147483647 0 0 0 -1 4294967295" + rest))
        .isEqualTo(
            new ProcStat(
                Integer.MAX_VALUE, "x", 'S', Integer.MAX_VALUE, 4294967295L, 1, Long.MAX_VALUE, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "7",
        "7 cat S 1",
        "7 (cat",
        "7 (cat)",
        "7 (cat)\n",
        "7 )cat( S 1 7 7 0 -1 64 0 0 0 0 0 0 0 0 20 0 1 0 99",
        "(cat) S 1 7 7 0 -1 64 0 0 0 0 0 0 0 0 20 0 1 0 99 0",
        "7(cat) S 1 7 7 0 -1 64 0 0 0 0 0 0 0 0 20 0 1 0 99 0",
        "-7 (cat) S 1 7 7 0 -1 64 0 0 0 0 0 0 0 0 20 0 1 0 99 0",
        "x (cat) S 1 7 7 0 -1 64 0 0 0 0 0 0 0 0 20 0 1 0 99 0",
        "2147483648 (cat) S 1 7 7 0 -1 64 0 0 0 0 0 0 0 0 20 0 1 0 99 0",
        "7 (cat) S -1 7 7 0 -1 64 0 0 0 0 0 0 0 0 20 0 1 0 99 0",
        "7 (cat) S 2147483648 7 7 0 -1 64 0 0 0 0 0 0 0 0 20 0 1 0 99 0",
        "7 (cat) SS 1 7 7 0 -1 64 0 0 0 0 0 0 0 0 20 0 1 0 99 0",
        "7 (cat)  1 7 7 0 -1 64 0 0 0 0 0 0 0 0 20 0 1 0 99 0",
        "7 (cat) S 1 7 7 0 -1 -64 0 0 0 0 0 0 0 0 20 0 1 0 99 0",
        "7 (cat) S 1 7 7 0 -1 64 0 0 0 0 0 0 0 0 20 0 1 0", // cut before the start time
        "7 (cat) S 1 7 7 0 -1 64 0 0 0 0 0 0 0 0 20 0 1 0 ",
        "7 (cat) S 1 7 7 0 -1 64 0 0 0 0 0 0 0 0 20 0 1 0 -5 0",
        "7 (cat) S 1 7 7 0 -1 64 0 0 0 0 0 0 0 0 20 0 1 0 9223372036854775808 0",
      })
  void senselessTextIsMalformed(String text) {
    assertThat(ProcStat.parse(Text.utf8(text), Text.utf8(text).length))
        .isInstanceOf(ReadResult.Malformed.class);
  }

  @Test
  void anyBytesGiveAnAnswer() {
    Property.holds(10_000, random -> answer(RandomBytes.any(random, 120)));
    Property.holds(10_000, random -> answer(RandomBytes.of("01 ()S\\n-\n", random, 80)));
    Property.holds(20_000, random -> answer(RandomBytes.damaged(CAT, random)));
  }

  private static void answer(byte[] bytes) {
    assertThat(ProcStat.parse(bytes, bytes.length))
        .isInstanceOfAny(ReadResult.Ok.class, ReadResult.Malformed.class);
  }

  @Test
  void whatTheKernelWritesIsReadBack() {
    Property.holds(
        5_000,
        random -> {
          Name comm = Name.random(random, 6);
          ProcStat expected =
              new ProcStat(
                  random.nextInt(1, Integer.MAX_VALUE),
                  comm.text(),
                  "RSDTtZXIP".charAt(random.nextInt(9)),
                  random.nextInt(Integer.MAX_VALUE),
                  random.nextLong(1L << 32),
                  random.nextLong(1 << 20),
                  random.nextLong(Long.MAX_VALUE),
                  random.nextLong(Long.MAX_VALUE));
          byte[] bytes = render(expected, comm, random);
          assertThat(ProcStat.parse(bytes, bytes.length))
              .as("%s", comm)
              .isEqualTo(new ReadResult.Ok<>(expected));
        });
  }

  private static byte[] render(ProcStat stat, Name comm, Random random) {
    return new Text()
        .add(stat.pid() + " (")
        .add(comm.bytes())
        .add(") " + stat.state() + " " + stat.parentPid() + " 1 1 0 -1 " + stat.flags())
        .add(
            " "
                + numbers(random, 10)
                + " "
                + stat.threads()
                + " 0 "
                + stat.startTicks()
                + " "
                + numbers(random, 5)
                + " "
                + stat.startStack()
                + " "
                + numbers(random, 24)
                + "\n")
        .toBytes();
  }

  private static String numbers(Random random, int count) {
    return IntStream.range(0, count)
        .mapToObj(index -> Long.toString(random.nextLong()))
        .collect(Collectors.joining(" "));
  }

  private static ProcStat parse(String text) {
    ReadResult<ProcStat> result = ProcStat.parse(Text.utf8(text), Text.utf8(text).length);
    return result.toOptional().orElseThrow(() -> new AssertionError(result.toString()));
  }

  /** What lasts must be the same; flags, threads and times come and go. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 (a) b) S 1 7 7 0 -1 64 0 0 0 0 0 0 0 0 20 0 1 0 99 5 5 5 5 5 88 0 | true",
        "7 (a) b) R 1 9 9 9 -1 128 1 1 1 1 1 1 1 1 20 0 4 0 99 6 6 6 6 6 88 1 | true",
        "8 (a) b) S 1 7 7 0 -1 64 0 0 0 0 0 0 0 0 20 0 1 0 99 5 5 5 5 5 88 0 | false",
        "7 (a) c) S 1 7 7 0 -1 64 0 0 0 0 0 0 0 0 20 0 1 0 99 5 5 5 5 5 88 0 | false",
        "7 (a) b) S 2 7 7 0 -1 64 0 0 0 0 0 0 0 0 20 0 1 0 99 5 5 5 5 5 88 0 | false",
        "7 (a) b) S 1 7 7 0 -1 64 0 0 0 0 0 0 0 0 20 0 1 0 98 5 5 5 5 5 88 0 | false",
        "7 (a) b) S 1 7 7 0 -1 64 0 0 0 0 0 0 0 0 20 0 1 0 99 5 5 5 5 5 89 0 | false",
        "7 (a) b) Z 1 7 7 0 -1 64 0 0 0 0 0 0 0 0 20 0 1 0 99 5 5 5 5 5 88 0 | false",
        "7 (a) b) S 1 7 7 0 -1 68 0 0 0 0 0 0 0 0 20 0 1 0 99 5 5 5 5 5 88 0 | false",
        "7 (a) b) S 1 7 7 0 -1 2097216 0 0 0 0 0 0 0 0 20 0 1 0 99 5 5 5 5 5 88 0 | false",
        "7 (a) b) S 1 7 7 0 -1 64 0 0 0 0 0 0 0 0 20 0 1 0 99 5 5 5 5 5 | false",
      })
  void saysWhetherTheProcessIsAsItWas(String now, boolean same) {
    ProcStat before = parse("7 (a) b) S 1 7 7 0 -1 64 0 0 0 0 0 0 0 0 20 0 1 0 99 5 5 5 5 5 88 0");
    byte[] bytes = Text.utf8(now + "\n");

    assertThat(before.isStillSaidBy(bytes, bytes.length)).isEqualTo(same);
  }

  @Test
  void nameThatIsNotAsciiStaysTheSame() {
    byte[] bytes =
        Text.latin1(
            "7 (a\377b\303\251) S 1 7 7 0 -1 64 0 0 0 0 0 0 0 0 20 0 1 0 99 5 5 5 5 5 88 0\n");
    ProcStat before = ProcStat.parse(bytes, bytes.length).toOptional().orElseThrow();

    assertThat(before.isStillSaidBy(bytes, bytes.length)).isTrue();
  }
}

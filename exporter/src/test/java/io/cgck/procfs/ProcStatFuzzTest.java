package io.cgck.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class ProcStatFuzzTest {
  @MethodSource("seeds")
  @FuzzTest
  void parsesOrObjects(byte[] bytes) {
    switch (ProcStat.parse(bytes, bytes.length)) {
      case ReadResult.Ok<ProcStat>(ProcStat stat) -> {
        assertThat(stat.pid()).isNotNegative();
        assertThat(stat.parentPid()).isNotNegative();
        assertThat(stat.flags()).isNotNegative();
        assertThat(stat.startTicks()).isNotNegative();
        assertThat(stat.state()).isNotEqualTo('\0');
        // At most four characters for a byte: \xNN.
        assertThat(stat.comm().length()).isLessThanOrEqualTo(4 * bytes.length);
      }
      case ReadResult.Malformed<ProcStat>(String why) -> assertThat(why).isNotBlank();
      case ReadResult<ProcStat> other -> throw new AssertionError("unexpected: " + other);
    }
  }

  static Stream<byte[]> seeds() {
    return Stream.of(
            // /proc/self/stat as Linux 6.18 gives it
            "4242 (cat) R 4241 4242 4241 34816 4242 4194304 106 0 0 0 0 0 0 0 20 0 1 0 352671 "
                + "3219456 402 18446744073709551615 94 95 140 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0\n",
            // a kernel thread, a zombie, and a name made to mislead
            "2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 3 0 0\n",
            "7 (sh) Z 1 7 7 0 -1 4228364 0 0 0 0 0 0 0 0 20 0 1 0 99 0 0\n",
            "8 (a) S 1 (b\n\\) R 9 8 8 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 99 0 0\n")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }
}

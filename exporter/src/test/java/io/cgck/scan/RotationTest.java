package io.cgck.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BiPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RotationTest {
  /** Of few processes much is looked at often; of many no more than so many at a time. */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "127, 1, 5",
    "300, 2, 12",
    "2560, 20, 106",
    "10000, 20, 120",
    "100000, 20, 390",
  })
  void everyProcessHasItsTurn(int processes, int statEvery, int allEvery) {
    for (int pid : new int[] {1, 2, 4711, 4194304}) {
      assertThat(turnsIn(statEvery, processes, (each, scan) -> each.isStatDue(pid))).isOne();
      assertThat(turnsIn(allEvery, processes, (each, scan) -> each.isAllDue(pid))).isOne();
    }
  }

  private static long turnsIn(int scans, int processes, BiPredicate<Rotation, Long> due) {
    return LongStream.range(1_000_000, 1_000_000 + scans)
        .filter(scan -> due.test(Rotation.of(scan, processes), scan))
        .count();
  }
}

package io.cgck.tracefs;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class RingPageFuzzTest {
  @MethodSource("seeds")
  @FuzzTest
  void readsOrObjects(byte[] bytes) {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      PageRead read = PageRead.of(bytes, bytes.length, order);

      assertThat(read.lost).isNotNegative();
      assertThat(read.records)
          .hasSizeLessThanOrEqualTo(bytes.length / 4)
          .allSatisfy(
              record -> {
                TraceRecord.Attached move = (TraceRecord.Attached) record;
                assertThat(move.moved()).isPositive();
                assertThat(move.hierarchy()).isNotNegative();
                // At most four characters for a byte: \xNN.
                assertThat(move.path().length() + move.comm().length())
                    .isLessThanOrEqualTo(8 * bytes.length);
              });
    }
  }

  static Stream<byte[]> seeds() {
    return Stream.of(Recorded.page());
  }
}

package io.cgck.cgroupfs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorBudgetTest {
  /** The scan takes all but 1024, or half; connections need what is left then. */
  @ParameterizedTest
  @CsvSource({"0, 0", "64, 16", "128, 32", "1024, 256", "20000, 512", "9223372036854775807, 512"})
  void isAPartOfWhatTheScanLeaves(long descriptors, int kept) {
    assertThat(DescriptorBudget.of(descriptors).left()).isEqualTo(kept);
  }
}

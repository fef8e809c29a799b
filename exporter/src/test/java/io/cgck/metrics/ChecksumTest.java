package io.cgck.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.property.Property;
import io.cgck.property.RandomBytes;
import org.junit.jupiter.api.Test;

class ChecksumTest {
  @Test
  void thatOfTwoTextsInARowFollowsFromThoseOfBoth() {
    Property.holds(
        2000,
        random -> {
          byte[] all = RandomBytes.any(random, 1 << random.nextInt(17));
          int first = random.nextInt(all.length + 1);

          assertThat(Checksum.of(all, 0, first).then(Checksum.of(all, first, all.length - first)))
              .isEqualTo(Checksum.of(all, 0, all.length));
        });
  }

  @Test
  void lengthsBeyondAnIntCount() {
    Checksum some = Checksum.of(new byte[] {1}, 0, 1);
    Checksum twoGibibytes = some;
    for (int doubled = 0; doubled < 32; doubled++) {
      twoGibibytes = twoGibibytes.then(twoGibibytes);
    }
    assertThat(twoGibibytes.length()).isEqualTo(1L << 32);
    // To put them together in another order gives the same.
    assertThat(some.then(twoGibibytes).then(some)).isEqualTo(some.then(twoGibibytes.then(some)));
  }
}

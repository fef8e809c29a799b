package io.cgck.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.property.Property;
import io.cgck.property.RandomBytes;
import java.util.Arrays;
import java.util.zip.CRC32;
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

  /** Against the JDK's, of as much text. */
  @Test
  void lengthsBeyondAnIntCount() {
    byte[] mebibyte = new byte[1 << 20];
    Arrays.fill(mebibyte, (byte) 'x');
    CRC32 all = new CRC32();
    for (int piece = 0; piece < 1 << 12; piece++) {
      all.update(mebibyte);
    }
    Checksum fourGibibytes = Checksum.of(mebibyte, 0, mebibyte.length);
    for (int doubled = 0; doubled < 12; doubled++) {
      fourGibibytes = fourGibibytes.then(fourGibibytes);
    }
    assertThat(fourGibibytes).isEqualTo(new Checksum((int) all.getValue(), 1L << 32));

    CRC32 more = new CRC32();
    more.update(1);
    for (int piece = 0; piece < 1 << 12; piece++) {
      more.update(mebibyte);
    }
    assertThat(Checksum.of(new byte[] {1}, 0, 1).then(fourGibibytes))
        .isEqualTo(new Checksum((int) more.getValue(), (1L << 32) + 1));
  }
}

package io.cgck.metrics;

import java.util.zip.CRC32;

/**
 * The CRC-32 of some text (RFC 1952, section 8). That of two texts in a row follows from those of
 * both, without a look at the texts.
 *
 * @param length number of bytes of the text
 */
record Checksum(int crc, long length) {
  static final Checksum OF_NOTHING = new Checksum(0, 0);

  /** The polynomial, as the others here with its highest power in the lowest bit. */
  private static final int POLYNOMIAL = 0xEDB88320;

  private static final int ONE = 1 << 31;

  /** {@code POWERS[n]} is x to the power of two to the power of n, modulo the polynomial. */
  private static final int[] POWERS = powers();

  private static final int LOG_BITS_PER_BYTE = 3;

  static Checksum of(byte[] text, int offset, int count) {
    CRC32 crc = new CRC32();
    crc.update(text, offset, count);
    return new Checksum((int) crc.getValue(), count);
  }

  /** The checksum of this text followed by another one. */
  Checksum then(Checksum next) {
    // As many zeros after this text as the next one has bits multiply it by that power of x.
    int factor = ONE;
    int power = LOG_BITS_PER_BYTE;
    for (long left = next.length; left != 0; left >>>= 1) {
      if ((left & 1) != 0) {
        factor = multiply(POWERS[power % POWERS.length], factor);
      }
      power++;
    }
    return new Checksum(multiply(factor, crc) ^ next.crc, length + next.length);
  }

  private static int multiply(int a, int b) {
    int product = 0;
    int multiple = b;
    for (int bit = ONE; bit != 0; bit >>>= 1) {
      if ((a & bit) != 0) {
        product ^= multiple;
      }
      multiple = (multiple & 1) == 0 ? multiple >>> 1 : (multiple >>> 1) ^ POLYNOMIAL;
    }
    return product;
  }

  private static int[] powers() {
    // The order of x is two to the power of 32, less one: the squares come round again.
    int[] powers = new int[Integer.SIZE];
    powers[0] = ONE >>> 1;
    for (int n = 1; n < powers.length; n++) {
      powers[n] = multiply(powers[n - 1], powers[n - 1]);
    }
    return powers;
  }
}

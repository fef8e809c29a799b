package io.cgck.cgroupfs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The text of a cgroup file, which the kernel writes in ASCII, or a part of it.
 *
 * @param bytes the buffer that it lies in, which its owner will use again
 * @param from index of the first byte
 * @param to index after the last byte
 */
@SuppressWarnings("ArrayRecordComponent") // a view of a buffer, never compared
record FileText(byte[] bytes, int from, int to) {
  /** The longest number of a {@code long} that needs no look for an overflow. */
  private static final int SAFE_DIGITS = 18;

  private static final int MOST_DIGITS = 40;
  private static final int MOST_SHOWN = 60;

  static FileText of(byte[] bytes, int length) {
    return new FileText(bytes, 0, length);
  }

  boolean isEmpty() {
    return from == to;
  }

  /** Index of the next such byte at or after an index, or the end. */
  private int next(char c, int start) {
    int index = start;
    while (index < to && bytes[index] != c) {
      index++;
    }
    return index;
  }

  /** The text up to the first such character, or all of it. */
  FileText before(char c) {
    return new FileText(bytes, from, next(c, from));
  }

  /** The text after the first such character; empty if there is none. */
  FileText after(char c) {
    return new FileText(bytes, Math.min(next(c, from) + 1, to), to);
  }

  FileText withoutNewline() {
    return !isEmpty() && bytes[to - 1] == '\n' ? new FileText(bytes, from, to - 1) : this;
  }

  boolean contentEquals(byte[] ascii) {
    return Arrays.equals(bytes, from, to, ascii, 0, ascii.length);
  }

  boolean contentEquals(String ascii) {
    return contentEquals(ascii.getBytes(US_ASCII));
  }

  /** How many lines it has. */
  int lines() {
    int count = 0;
    for (int index = from; index < to; index++) {
      if (bytes[index] == '\n') {
        count++;
      }
    }
    return count;
  }

  /**
   * The decimal number that the whole text is; empty if it is none. Beyond 2^53 the nearest one
   * that a {@code double} can be, also beyond what fits into 64 bits.
   */
  OptionalDouble number() {
    int digits = to - from;
    if (digits == 0 || digits > MOST_DIGITS) {
      return OptionalDouble.empty();
    }
    long number = 0;
    for (int index = from; index < to; index++) {
      int digit = bytes[index] - '0';
      if (digit < 0 || digit > 9) {
        return OptionalDouble.empty();
      }
      number = 10 * number + digit;
    }
    return OptionalDouble.of(
        digits <= SAFE_DIGITS ? (double) number : Double.parseDouble(toString()));
  }

  /** A number, or infinity for {@code max}. */
  OptionalDouble limit() {
    return contentEquals("max") ? OptionalDouble.of(Double.POSITIVE_INFINITY) : number();
  }

  /** For a message: not longer than can be read. */
  String shown() {
    return new FileText(bytes, from, Math.min(to, from + MOST_SHOWN)).toString();
  }

  @Override
  public String toString() {
    return new String(bytes, from, to - from, US_ASCII);
  }
}

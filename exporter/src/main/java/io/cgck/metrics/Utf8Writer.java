package io.cgck.metrics;

import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A writer over a byte array, without locks. simpleclient writes by single characters and short
 * strings, for which the writers of the JDK take a lock each.
 */
final class Utf8Writer extends Writer {
  private byte[] bytes;
  private int length;
  private char highSurrogate;

  Utf8Writer(int firstSize) {
    this.bytes = new byte[firstSize];
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  /** What was written so far is in the first {@link #length} of these, until more is written. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Begins anew. */
  void clear() {
    length = 0;
    highSurrogate = 0;
  }

  @Override
  public void write(int c) {
    ensure(3);
    char each = (char) c;
    if (highSurrogate != 0) {
      byte[] pair = new String(new char[] {highSurrogate, each}).getBytes(StandardCharsets.UTF_8);
      highSurrogate = 0;
      append(pair);
    } else if (each < 0x80) {
      bytes[length++] = (byte) each;
    } else if (Character.isHighSurrogate(each)) {
      highSurrogate = each;
    } else {
      append(String.valueOf(each).getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void write(String text) {
    write(text, 0, text.length());
  }

  @Override
  @SuppressWarnings("deprecation") // exactly what is wanted for ASCII: the low bytes, no copy
  public void write(String text, int offset, int count) {
    ensure(count);
    int end = offset + count;
    for (int index = offset; index < end; index++) {
      if (text.charAt(index) >= 0x80 || highSurrogate != 0) {
        writeEach(text, offset, end);
        return;
      }
    }
    text.getBytes(offset, end, bytes, length);
    length += count;
  }

  private void writeEach(String text, int start, int end) {
    for (int index = start; index < end; index++) {
      write(text.charAt(index));
    }
  }

  @Override
  public void write(char[] chars, int offset, int count) {
    for (int index = offset; index < offset + count; index++) {
      write(chars[index]);
    }
  }

  private void append(byte[] more) {
    ensure(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }

  private void ensure(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}

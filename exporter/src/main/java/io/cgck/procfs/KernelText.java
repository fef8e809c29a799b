package io.cgck.procfs;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Text of a kernel file. Names in it are bytes: the kernel promises no character set. What is UTF-8
 * is decoded, every byte that is not stands as {@code \xNN}, so that it can be seen which it is.
 *
 * @param bytes the buffer that the text lies in, which its owner will use again
 * @param from index of the first byte
 * @param to index after the last byte
 */
@SuppressWarnings("ArrayRecordComponent") // a view of a buffer, never compared
record KernelText(byte[] bytes, int from, int to) {
  /** A smaller number can take any digit more. */
  private static final long SAFE_PREFIX = Long.MAX_VALUE / 10;

  KernelText {
    if (from < 0 || from > to || to > bytes.length) {
      throw new IndexOutOfBoundsException("from " + from + " to " + to + " of " + bytes.length);
    }
  }

  static KernelText of(byte[] bytes, int length) {
    return new KernelText(bytes, 0, length);
  }

  int length() {
    return to - from;
  }

  byte at(int index) {
    return bytes[from + index];
  }

  KernelText slice(int start, int end) {
    return new KernelText(bytes, from + start, from + end);
  }

  KernelText from(int start) {
    return slice(start, length());
  }

  /** Index of the first such byte at or after a place, or -1. */
  int indexOf(char c, int start) {
    int index = indexOf(bytes, from + Math.max(start, 0), to, c);
    return index < 0 ? -1 : index - from;
  }

  /** Index of the first such byte in a part of an array, or -1. */
  static int indexOf(byte[] text, int start, int end, char c) {
    // Without a call for each byte: the first scan is not compiled yet.
    for (int index = start; index < end; index++) {
      if (text[index] == c) {
        return index;
      }
    }
    return -1;
  }

  /** Index of the last such byte in a part of an array, or -1. */
  static int lastIndexOf(byte[] text, int start, int end, char c) {
    for (int index = end - 1; index >= start; index--) {
      if (text[index] == c) {
        return index;
      }
    }
    return -1;
  }

  static boolean hasOtherThanAscii(byte[] bytes, int from, int to) {
    for (int index = from; index < to; index++) {
      if (bytes[index] < 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether some bytes begin with a text of ASCII. */
  static boolean startsWith(byte[] bytes, int from, int to, String ascii) {
    int end = from + ascii.length();
    return end <= to && bytes[from] == ascii.charAt(0) && contentEquals(bytes, from, end, ascii);
  }

  boolean contentEquals(String ascii) {
    return contentEquals(bytes, from, to, ascii);
  }

  /**
   * Whether some bytes are the letters of a text of ASCII. False for any other text, also if it is
   * the same.
   */
  static boolean contentEquals(byte[] bytes, int from, int to, String ascii) {
    if (to - from != ascii.length()) {
      return false;
    }
    for (int index = 0; index < ascii.length(); index++) {
      byte letter = bytes[from + index];
      if (letter < 0 || letter != ascii.charAt(index)) {
        return false;
      }
    }
    return true;
  }

  /** The text without one newline at its end. */
  KernelText withoutNewline() {
    return length() > 0 && at(length() - 1) == '\n' ? slice(0, length() - 1) : this;
  }

  /** The decimal number that the whole text is, or -1 if it is none or exceeds a long. */
  long number() {
    return number(0, length());
  }

  /** The decimal number that a part of the text is, or -1 if it is none or exceeds a long. */
  long number(int start, int end) {
    return number(bytes, from + start, from + end);
  }

  /** The decimal number that some bytes are, or -1 if they are none or it exceeds a long. */
  static long number(byte[] text, int first, int last) {
    if (first >= last) {
      return -1;
    }
    long number = 0;
    for (int index = first; index < last; index++) {
      int digit = text[index] - '0';
      if (digit < 0
          || digit > 9
          || (number >= SAFE_PREFIX && number > (Long.MAX_VALUE - digit) / 10)) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  /** The text with {@code \NNN} octal escapes undone, as {@code seq_escape()} makes them. */
  KernelText unescapeOctal() {
    if (indexOf('\\', 0) < 0) {
      return this;
    }
    byte[] plain = new byte[length()];
    int count = 0;
    for (int index = 0; index < length(); index++) {
      int code = octalAt(index);
      if (code >= 0) {
        plain[count++] = (byte) code;
        index += 3;
      } else {
        plain[count++] = at(index);
      }
    }
    return of(plain, count);
  }

  private int octalAt(int index) {
    if (at(index) != '\\' || index + 3 >= length()) {
      return -1;
    }
    int code = 0;
    for (int digit = 1; digit <= 3; digit++) {
      int value = at(index + digit) - '0';
      if (value < 0 || value > 7) {
        return -1;
      }
      code = 8 * code + value;
    }
    return code <= 0xff ? code : -1;
  }

  @Override
  public String toString() {
    String decoded = new String(bytes, from, length(), StandardCharsets.UTF_8);
    // What stands for bytes that are no UTF-8; decode() shows which they are.
    return decoded.indexOf('\uFFFD') < 0 ? decoded : decode();
  }

  private String decode() {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes, from, length());
    CharBuffer chars = CharBuffer.allocate(length());
    StringBuilder text = new StringBuilder();
    while (true) {
      CoderResult result = decoder.decode(in, chars, true);
      text.append(chars.flip());
      chars.clear();
      if (!result.isError()) {
        return text.toString();
      }
      for (int bad = 0; bad < result.length(); bad++) {
        text.append(String.format(Locale.ROOT, "\\x%02x", in.get() & 0xff));
      }
      decoder.reset();
    }
  }
}

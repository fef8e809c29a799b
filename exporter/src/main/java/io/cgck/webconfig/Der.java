package io.cgck.webconfig;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/** As much of DER (X.690) as it takes to bring old formats of keys into the one that Java reads. */
final class Der {
  static final int INTEGER = 0x02;
  static final int OCTET_STRING = 0x04;
  static final int NULL = 0x05;
  static final int OBJECT_IDENTIFIER = 0x06;
  static final int SEQUENCE = 0x30;
  private static final int LONG_FORM = 0x80;
  private static final int BYTE = 0xff;

  private Der() {}

  /** One value: its tag and what is in it. */
  static final class Value {
    private final int tag;
    private final byte[] content;

    private Value(int tag, byte[] content) {
      this.tag = tag;
      this.content = content;
    }

    int tag() {
      return tag;
    }

    byte[] content() {
      return content.clone();
    }
  }

  /** A value of parts. */
  static byte[] write(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    writeLength(content.size(), out);
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  private static void writeLength(int length, ByteArrayOutputStream out) {
    if (length < LONG_FORM) {
      out.write(length);
      return;
    }
    int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
    out.write(LONG_FORM | bytes);
    for (int at = bytes - 1; at >= 0; at--) {
      out.write(length >> (at * 8));
    }
  }

  /** Reads one value after the other. */
  static final class Reader {
    private final byte[] bytes;
    private int at;

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    /** The next value; empty at the end, and where the rest is not DER. */
    Optional<Value> next() {
      if (bytes.length - at < 2) {
        return Optional.empty();
      }
      int tag = bytes[at++] & BYTE;
      int length = bytes[at++] & BYTE;
      if (length >= LONG_FORM) {
        int count = length - LONG_FORM;
        if (count < 1 || count > 3 || bytes.length - at < count) {
          return Optional.empty();
        }
        length = 0;
        for (int i = 0; i < count; i++) {
          length = (length << 8) | (bytes[at++] & BYTE);
        }
      }
      if (bytes.length - at < length) {
        return Optional.empty();
      }
      byte[] content = Arrays.copyOfRange(bytes, at, at + length);
      at += length;
      return Optional.of(new Value(tag, content));
    }
  }
}

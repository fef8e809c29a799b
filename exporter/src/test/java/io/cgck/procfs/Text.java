package io.cgck.procfs;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Puts the text of a kernel file together, byte by byte. */
final class Text {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** The bytes of a text in which every character is one byte, so that any byte can be written. */
  static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  Text add(String text) {
    bytes.writeBytes(utf8(text));
    return this;
  }

  Text add(byte[] more) {
    bytes.writeBytes(more);
    return this;
  }

  /** As {@code seq_escape()} writes it: the characters named as {@code \NNN}. */
  Text addOctal(byte[] name, String escaped) {
    for (byte b : name) {
      if (b >= 0 && escaped.indexOf(b) >= 0) {
        add("\\%03o".formatted(b));
      } else {
        bytes.write(b);
      }
    }
    return this;
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }
}

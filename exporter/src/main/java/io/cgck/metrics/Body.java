package io.cgck.metrics;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A body in a coding.
 *
 * @param parts to be sent one after the other, for reading only; they are shared by many bodies, so
 *     their positions never change either
 */
public record Body(List<ByteBuffer> parts) {
  public Body {
    parts = List.copyOf(parts);
  }

  /** Number of bytes. */
  public long length() {
    return parts.stream().mapToLong(ByteBuffer::remaining).sum();
  }

  /** A body of one text. */
  public static Body of(byte[] text, ContentCoding coding) {
    try (Encoder encoder = new Encoder(coding, text.length / 8)) {
      encoder.begin();
      encoder.append(text, 0, text.length);
      encoder.end();
      return new Body(List.of(encoder.bytes()));
    }
  }
}

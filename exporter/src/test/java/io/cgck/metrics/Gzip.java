package io.cgck.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;

/** Reads bodies. */
final class Gzip {
  private static final int HEADER = 10;
  private static final int TRAILER = 8;

  private Gzip() {}

  /** The text of a body. Of gzip, the JDK checks the sum and the length. */
  static byte[] text(Body body, ContentCoding coding) {
    byte[] bytes = bytes(body);
    if (coding == ContentCoding.IDENTITY) {
      return bytes;
    }
    assertThat(isOneMember(bytes)).as("one member").isTrue();
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Body body) {
    ByteBuffer all = ByteBuffer.allocate((int) body.length());
    try (Body.Parts parts = body.parts()) {
      while (parts.hasNext()) {
        all.put(parts.next().slice());
      }
    }
    assertThat(all.hasRemaining()).as("is shorter than was said").isFalse();
    return all.array();
  }

  /** Clients that read the first member only get all. */
  private static boolean isOneMember(byte[] bytes) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(bytes, HEADER, bytes.length - HEADER);
      byte[] some = new byte[64 * 1024];
      while (!inflater.finished()) {
        if (inflater.inflate(some) == 0 && inflater.needsInput()) {
          return false;
        }
      }
      return inflater.getRemaining() == TRAILER;
    } catch (DataFormatException e) {
      throw new AssertionError(e);
    } finally {
      inflater.end();
    }
  }
}

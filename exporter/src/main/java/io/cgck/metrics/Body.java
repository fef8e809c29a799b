package io.cgck.metrics;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/** A body in a coding, which is sent part by part. */
public final class Body {
  private final long length;
  private final Supplier<Parts> parts;

  private Body(long length, Supplier<Parts> parts) {
    this.length = length;
    this.parts = parts;
  }

  /** What is to be sent, in turn. Belongs to one thread at a time. */
  public interface Parts extends AutoCloseable {
    boolean hasNext();

    /**
     * The next part, for reading only, and only until the one after it is asked for. Others may
     * read it too: its position stays.
     */
    ByteBuffer next();

    /** Gives up what belongs to this sending. */
    @Override
    void close();
  }

  /**
   * A body that is there.
   *
   * @param parts to be sent one after the other, for reading only; they may be shared by many
   *     bodies, so their positions never change either
   */
  public static Body of(List<ByteBuffer> parts) {
    List<ByteBuffer> all = List.copyOf(parts);
    return new Body(
        all.stream().mapToLong(ByteBuffer::remaining).sum(), () -> new Stored(all.iterator()));
  }

  /**
   * The text of a body with gzip, of which only a small piece is there at any time: it is many
   * times as long.
   *
   * @param length number of bytes of the text
   */
  static Body inflated(List<ByteBuffer> gzip, long length) {
    List<ByteBuffer> all = List.copyOf(gzip);
    return new Body(length, () -> new Inflation(all, length));
  }

  /** A body of one text. */
  public static Body of(byte[] text, ContentCoding coding) {
    return switch (coding) {
      case IDENTITY -> of(List.of(ByteBuffer.wrap(text).asReadOnlyBuffer()));
      case GZIP -> {
        try (Encoder encoder = new Encoder(text.length / 8)) {
          encoder.begin();
          encoder.append(text, 0, text.length);
          encoder.end();
          yield of(List.of(encoder.bytes()));
        }
      }
    };
  }

  /** Number of bytes. */
  public long length() {
    return length;
  }

  /** Its parts, from the beginning; none if it is empty. */
  public Parts parts() {
    return parts.get();
  }

  private record Stored(Iterator<ByteBuffer> left) implements Parts {
    @Override
    public boolean hasNext() {
      return left.hasNext();
    }

    @Override
    public ByteBuffer next() {
      return left.next();
    }

    @Override
    public void close() {}
  }
}

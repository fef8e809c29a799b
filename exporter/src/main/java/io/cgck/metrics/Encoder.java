package io.cgck.metrics;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.Deflater;

/**
 * Encodes texts with gzip (RFC 1952) one after the other, each independently of what stands before
 * it, so that a piece of one body can be copied into another.
 *
 * <p>All of them are in one member, because not every client reads more than the first: curl and
 * browsers do not. Each text ends at a byte and refers to nothing before it, as with {@code pigz
 * --independent}.
 */
final class Encoder implements AutoCloseable {
  private static final int SMALLEST = 512;
  private static final byte[] MEMBER_HEADER = {
    0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff
  };

  /** An empty block with fixed codes, marked as the last one (RFC 1951, section 3.2.3). */
  private static final byte[] LAST_BLOCK = {3, 0};

  /** Bytes before the first text of a body. */
  static final int HEADER_LENGTH = MEMBER_HEADER.length;

  private final Deflater deflater;
  private final Consumer<Deflater> afterwards;
  private byte[] bytes;
  private int length;
  private Checksum checksum = Checksum.OF_NOTHING;

  /**
   * Makes one.
   *
   * @param expected number of bytes that will probably come out
   */
  Encoder(int expected) {
    this(expected, SpareDeflater.make(), Deflater::end);
  }

  /** Makes one of many, one after the other, which share a deflater. */
  Encoder(int expected, SpareDeflater spare) {
    this(expected, spare.take(), spare::giveBack);
  }

  private Encoder(int expected, Deflater deflater, Consumer<Deflater> afterwards) {
    this.bytes = new byte[Math.max(SMALLEST, expected)];
    this.deflater = deflater;
    this.afterwards = afterwards;
  }

  /** Begins a body. */
  void begin() {
    put(MEMBER_HEADER, 0, MEMBER_HEADER.length);
  }

  /** Goes on with a body, of which another encoder made the first part. */
  void resume(Checksum before) {
    checksum = before;
  }

  Section append(byte[] text, int offset, int count) {
    if (count == 0) {
      return Section.EMPTY;
    }
    int begin = length;
    deflate(text, offset, count);
    Checksum of = Checksum.of(text, offset, count);
    checksum = checksum.then(of);
    return new Section(begin, length - begin, of);
  }

  /**
   * Appends what an encoder made.
   *
   * @param body in which the section is
   */
  Section copy(ByteBuffer body, Section section) {
    ensure(section.length());
    body.get(section.offset(), bytes, length, section.length());
    Section copied = new Section(length, section.length(), section.of());
    length += section.length();
    checksum = checksum.then(section.of());
    return copied;
  }

  /** Ends the body. */
  void end() {
    put(LAST_BLOCK, 0, LAST_BLOCK.length);
    byte[] trailer =
        ByteBuffer.allocate(2 * Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(checksum.crc())
            .putInt((int) checksum.length())
            .array();
    put(trailer, 0, trailer.length);
  }

  /** Of all texts so far. */
  Checksum checksum() {
    return checksum;
  }

  /** The bytes so far, for reading only. */
  ByteBuffer bytes() {
    byte[] fit = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    return ByteBuffer.wrap(fit).asReadOnlyBuffer();
  }

  private void deflate(byte[] text, int offset, int count) {
    deflater.reset();
    deflater.setInput(text, offset, count);
    int space;
    int made;
    do {
      ensure(SMALLEST);
      space = bytes.length - length;
      made = deflater.deflate(bytes, length, space, Deflater.SYNC_FLUSH);
      length += made;
    } while (made == space);
  }

  private void put(byte[] from, int offset, int count) {
    ensure(count);
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
  }

  private void ensure(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length + bytes.length / 2, length + more));
    }
  }

  @Override
  public void close() {
    afterwards.accept(deflater);
  }
}

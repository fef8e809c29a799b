package io.cgck.metrics;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The text of a body with gzip of one member, piece by piece. */
final class Inflation implements Body.Parts {
  /** As much as a socket usually takes at once. */
  private static final int PIECE = 64 * 1024;

  private final Inflater inflater = new Inflater(true);
  private final Iterator<ByteBuffer> input;
  private final ByteBuffer piece;
  private long left;

  /**
   * Begins one.
   *
   * @param gzip the body, of which the first part holds at least the whole header
   * @param length number of bytes of the text
   */
  Inflation(List<ByteBuffer> gzip, long length) {
    this.input = gzip.iterator();
    this.left = length;
    this.piece = ByteBuffer.allocate((int) Math.min(PIECE, length));
    if (input.hasNext()) {
      ByteBuffer first = input.next().slice();
      inflater.setInput(first.position(Encoder.HEADER_LENGTH));
    }
  }

  @Override
  public boolean hasNext() {
    return left > 0;
  }

  @Override
  public ByteBuffer next() {
    if (!hasNext()) {
      throw new NoSuchElementException("all parts were taken");
    }
    piece.clear();
    try {
      while (piece.hasRemaining() && left > piece.position()) {
        if (inflater.inflate(piece) == 0) {
          feed();
        }
      }
    } catch (DataFormatException e) {
      throw new IllegalStateException("what was deflated cannot be inflated", e);
    }
    left -= piece.position();
    return piece.flip().asReadOnlyBuffer();
  }

  private void feed() {
    if (!inflater.needsInput() || !input.hasNext()) {
      throw new IllegalStateException("the text is shorter than was said");
    }
    inflater.setInput(input.next().slice());
  }

  @Override
  public void close() {
    inflater.end();
  }
}

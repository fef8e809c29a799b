package io.cgck.tracefs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A page of a ring buffer, as {@code per_cpu/cpuN/trace_pipe_raw} gives it: records one after the
 * other, each with the time since the one before. The layout is that of the kernel's {@code
 * include/linux/ring_buffer.h} and of {@code ring_buffer_read_page()}.
 */
record RingPage(PageFormat format, ByteOrder order) {
  private static final int TYPE_PADDING = 29;
  private static final int TYPE_TIME_EXTEND = 30;
  private static final int TYPE_TIME_STAMP = 31;
  private static final int TYPE_BITS = 5;
  private static final int TYPE_MASK = 0x1f;
  private static final int DELTA_BITS = 27;
  private static final int DELTA_MASK = (1 << DELTA_BITS) - 1;
  private static final int HEADER = 4;
  private static final long MISSED_EVENTS = 1L << 31;
  private static final long MISSED_STORED = 1L << 30;

  /** Bits of the word that count bytes; a page of a ring buffer is smaller by far. */
  private static final long COMMIT_MASK = (1L << 27) - 1;

  /** An absolute time has no room for its highest bits, which those of the page tell. */
  private static final long STAMP_MASK = (1L << 59) - 1;

  static RingPage of(PageFormat format) {
    return new RingPage(format, ByteOrder.nativeOrder());
  }

  /** Takes what is in a page. */
  interface Sink {
    /**
     * A record.
     *
     * @param nanos time by the clock of the instance
     * @param from index of its first byte in the page
     * @param to index after its last byte
     */
    void record(long nanos, int from, int to);

    /**
     * Records were overwritten before these were read.
     *
     * @param count how many; at least so many where the kernel does not say
     */
    void lost(long count);

    /** The rest of the page makes no sense. */
    void malformed();
  }

  /**
   * Reads a page.
   *
   * @param length bytes of it that were read
   */
  void read(byte[] page, int length, Sink sink) {
    if (length < format.dataOffset() || page.length < length) {
      sink.malformed();
      return;
    }
    ByteBuffer bytes = ByteBuffer.wrap(page, 0, length).order(order);
    long commit =
        format.commitSize() == Long.BYTES
            ? bytes.getLong(format.commitOffset())
            : Integer.toUnsignedLong(bytes.getInt(format.commitOffset()));
    long committed = commit & COMMIT_MASK;
    int end = (int) Math.min(format.dataOffset() + committed, length);
    if (format.dataOffset() + committed > length) {
      sink.malformed();
    }
    if ((commit & MISSED_EVENTS) != 0) {
      sink.lost(lost(bytes, commit, end, length));
    }
    records(bytes, end, sink);
  }

  private long lost(ByteBuffer bytes, long commit, int end, int length) {
    if ((commit & MISSED_STORED) == 0 || end + format.commitSize() > length) {
      return 1;
    }
    long count =
        format.commitSize() == Long.BYTES
            ? bytes.getLong(end)
            : Integer.toUnsignedLong(bytes.getInt(end));
    return Math.max(count, 1);
  }

  private void records(ByteBuffer bytes, int end, Sink sink) {
    long nanos = bytes.getLong(0);
    int at = format.dataOffset();
    while (at + HEADER <= end) {
      int header = bytes.getInt(at);
      int type = type(header);
      long delta = delta(header);
      int begin = at + HEADER;
      int next;
      if (type == TYPE_PADDING && delta == 0) {
        // Nothing follows in this page.
        return;
      } else if (type == 0 || type >= TYPE_PADDING) {
        if (begin + HEADER > end) {
          sink.malformed();
          return;
        }
        long word = Integer.toUnsignedLong(bytes.getInt(begin));
        if (type == TYPE_TIME_EXTEND) {
          nanos += (word << DELTA_BITS) + delta;
          next = begin + HEADER;
        } else if (type == TYPE_TIME_STAMP) {
          nanos = (nanos & ~STAMP_MASK) | (((word << DELTA_BITS) + delta) & STAMP_MASK);
          next = begin + HEADER;
        } else {
          nanos += delta;
          if (word < HEADER || begin + word > end) {
            sink.malformed();
            return;
          }
          next = begin + (int) word;
          if (type == 0) {
            sink.record(nanos, begin + HEADER, next);
          }
        }
      } else {
        nanos += delta;
        next = begin + HEADER * type;
        if (next > end) {
          sink.malformed();
          return;
        }
        sink.record(nanos, begin, next);
      }
      // Records begin at multiples of four bytes.
      at = (next + 3) & ~3;
    }
  }

  /** Bit fields of C begin with the lowest bits where the lowest byte comes first. */
  private int type(int header) {
    return order == ByteOrder.LITTLE_ENDIAN ? header & TYPE_MASK : header >>> DELTA_BITS;
  }

  private long delta(int header) {
    return order == ByteOrder.LITTLE_ENDIAN ? header >>> TYPE_BITS : header & DELTA_MASK;
  }
}

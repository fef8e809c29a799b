package io.cgck.metrics;

/**
 * Where a text stands in the bytes of a body, encoded so that it can stand in another body as well.
 *
 * @param of the checksum of the text
 */
record Section(int offset, int length, Checksum of) {
  static final Section EMPTY = new Section(0, 0, Checksum.OF_NOTHING);

  boolean isEmpty() {
    return length == 0;
  }
}

package io.cgck.metrics;

import static java.util.Objects.requireNonNull;

import io.cgck.model.ProcessInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * The beginning of a body: all families that follow from a state of the publisher.
 *
 * @param version of that state
 * @param bytes in the coding of the body, for reading only
 * @param checksum of the text
 * @param blocks where what it says of processes stands, by the first PID of each block
 */
record Page(long version, ByteBuffer bytes, Checksum checksum, Map<Integer, Block> blocks) {
  Page {
    requireNonNull(bytes, "bytes is null");
    requireNonNull(checksum, "checksum is null");
    blocks = Map.copyOf(blocks);
  }

  /**
   * Some processes, and where the samples for them stand in the page.
   *
   * @param sections by family; those of families that the page has not are missing
   */
  record Block(List<ProcessInfo> processes, Map<Family, Section> sections) {}
}

package io.cgck.metrics;

import static java.util.Objects.requireNonNull;

import io.cgck.model.ProcessInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * The beginning of a body with gzip: all families that follow from a state of the publisher.
 *
 * @param version of that state
 * @param processes what it says of single processes, which stands first
 * @param rest what else it says, for reading only
 * @param checksum of the text of both
 */
record Page(long version, Processes processes, ByteBuffer rest, Checksum checksum) {
  Page {
    requireNonNull(processes, "processes is null");
    requireNonNull(rest, "rest is null");
    requireNonNull(checksum, "checksum is null");
  }

  /** Number of its bytes. */
  long length() {
    return processes.bytes().limit() + (long) rest.limit();
  }

  /**
   * The families of {@link ProcessCollector}. Pages of scans between which nothing changed share
   * them.
   *
   * @param shown the processes
   * @param severalHierarchies whether the host has several hierarchies
   * @param bytes the header of the body and these families, for reading only
   * @param checksum of the text
   * @param blocks where what it says of processes stands, by the first PID of each block
   */
  record Processes(
      List<ProcessInfo> shown,
      boolean severalHierarchies,
      ByteBuffer bytes,
      Checksum checksum,
      Map<Integer, Block> blocks) {
    Processes {
      shown = List.copyOf(shown);
      requireNonNull(bytes, "bytes is null");
      requireNonNull(checksum, "checksum is null");
      blocks = Map.copyOf(blocks);
    }

    /** Whether these say the same as those of another scan would, without a look at them. */
    @SuppressWarnings("ReferenceEquality") // What has not changed is the same object.
    boolean areOf(Published published) {
      return shown == published.processes().shown()
          && severalHierarchies == ProcessCollector.hasSeveralHierarchies(published.snapshot());
    }
  }

  /**
   * Some processes, and where the samples for them stand.
   *
   * @param sections one for each of {@link ProcessCollector#PARTS}, empty for those of which there
   *     are no samples
   */
  record Block(List<ProcessInfo> processes, List<Section> sections) {
    Block {
      sections = List.copyOf(sections);
    }
  }
}

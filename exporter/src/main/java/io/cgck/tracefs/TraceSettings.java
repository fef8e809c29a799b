package io.cgck.tracefs;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * Which trace instance there is to be, and what in it.
 *
 * @param tracefs where tracefs is mounted, or where an instance is that somebody else prepared
 * @param instance name of the instance of one's own
 * @param bufferKib size of the ring buffer of each CPU in KiB
 * @param namespaceEvents whether to be told of system calls that change namespaces
 */
public record TraceSettings(Path tracefs, String instance, int bufferKib, boolean namespaceEvents) {
  public TraceSettings {
    requireNonNull(tracefs, "tracefs is null");
    requireNonNull(instance, "instance is null");
    if (instance.isEmpty() || instance.contains("/") || instance.startsWith(".")) {
      throw new IllegalArgumentException("instance is no name of a directory: " + instance);
    }
    if (bufferKib <= 0) {
      throw new IllegalArgumentException("bufferKib is not positive: " + bufferKib);
    }
  }
}

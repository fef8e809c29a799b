package io.cgck.config;

import static java.util.Objects.requireNonNull;

/**
 * Section {@code trace}.
 *
 * @param enabled whether events are to be read
 * @param instance name of the trace instance
 * @param bufferKib size of the ring buffer of each CPU in KiB
 * @param namespaceEvents whether system calls that change namespaces are to be reported
 */
public record TraceSection(
    Enabled enabled, String instance, int bufferKib, boolean namespaceEvents) {
  static final String USUAL_INSTANCE = "cgck";
  static final int SMALLEST_BUFFER_KIB = 8;
  static final int LARGEST_BUFFER_KIB = 1 << 20;

  /** Whether events are to be read. */
  public enum Enabled {
    /** Where they can be had. */
    AUTO,
    /** And it is an error if they cannot. */
    TRUE,
    FALSE
  }

  public TraceSection {
    requireNonNull(enabled, "enabled is null");
    requireNonNull(instance, "instance is null");
    if (bufferKib < SMALLEST_BUFFER_KIB || bufferKib > LARGEST_BUFFER_KIB) {
      throw new IllegalArgumentException("bufferKib is out of range: " + bufferKib);
    }
  }

  public static TraceSection defaults() {
    return new TraceSection(Enabled.AUTO, USUAL_INSTANCE, 1024, false);
  }
}

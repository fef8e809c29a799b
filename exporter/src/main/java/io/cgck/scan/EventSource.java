package io.cgck.scan;

import io.cgck.model.Snapshot;

/** Where the scanning thread gets events from. */
public interface EventSource {
  /** There are none. */
  EventSource NONE = () -> TraceBatch.NONE;

  /** All events until now that were not taken before. */
  TraceBatch take();

  /** A snapshot was made, from which it can be known what is a process. */
  default void seen(Snapshot snapshot) {}
}

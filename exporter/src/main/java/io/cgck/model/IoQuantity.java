package io.cgck.model;

/** What a cgroup did to a block device, since it was made. */
public enum IoQuantity {
  READ_BYTES,
  WRITTEN_BYTES,
  DISCARDED_BYTES,
  READS,
  WRITES,
  DISCARDS
}

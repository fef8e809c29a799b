package io.cgck.model;

/** A part of {@link ProcessDetails} that costs a read of its own, so it is read only on demand. */
public enum Detail {
  USER,
  EXE,
  CMDLINE
}

package io.cgck.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A file name as the kernel takes it, made once and used for many calls. */
public final class FileName {
  private final String text;
  private final MemorySegment segment;

  private FileName(String text) {
    this.text = text;
    this.segment = Arena.ofAuto().allocateFrom(text);
  }

  public static FileName of(String text) {
    return new FileName(text);
  }

  MemorySegment segment() {
    return segment;
  }

  @Override
  public String toString() {
    return text;
  }
}

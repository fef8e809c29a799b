package io.cgck.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A file name as the kernel takes it, made once and used for many calls. */
public final class FileName {
  private final String text;
  private final MemorySegment segment;
  private final byte[] bytes;

  private FileName(String text) {
    this.text = text;
    this.segment = Arena.ofAuto().allocateFrom(text);
    this.bytes = segment.toArray(ValueLayout.JAVA_BYTE);
  }

  public static FileName of(String text) {
    return new FileName(text);
  }

  MemorySegment segment() {
    return segment;
  }

  /** With the NUL at its end. The caller must not change them. */
  byte[] bytes() {
    return bytes;
  }

  @Override
  public String toString() {
    return text;
  }
}

package io.cgck.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A file name as the kernel takes it, made once and used for many calls. */
public final class FileName {
  private final String text;
  private final MemorySegment segment;
  private final byte[] bytes;

  private FileName(String text, MemorySegment segment) {
    this.text = text;
    this.segment = segment;
    this.bytes = segment.toArray(ValueLayout.JAVA_BYTE);
  }

  public static FileName of(String text) {
    return new FileName(text, Arena.ofAuto().allocateFrom(text));
  }

  /** A name of any bytes but NUL, also such as are no UTF-8. */
  public static FileName of(byte[] name) {
    return new FileName(
        new String(name, StandardCharsets.UTF_8),
        Arena.ofAuto().allocateFrom(ValueLayout.JAVA_BYTE, Arrays.copyOf(name, name.length + 1)));
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

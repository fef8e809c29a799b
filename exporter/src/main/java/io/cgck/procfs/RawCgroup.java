package io.cgck.procfs;

import java.util.Arrays;

/** The bytes of {@code /proc/PID/cgroup}, to tell cheaply whether they are the same as before. */
public final class RawCgroup {
  /** What no such file ever says. */
  public static final RawCgroup NOTHING = new RawCgroup(new byte[0]);

  private final byte[] bytes;

  private RawCgroup(byte[] bytes) {
    this.bytes = bytes;
  }

  static RawCgroup copyOf(byte[] buffer, int length) {
    return new RawCgroup(Arrays.copyOf(buffer, length));
  }

  boolean isIn(byte[] buffer, int length) {
    return length == bytes.length && Arrays.equals(buffer, 0, length, bytes, 0, length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawCgroup that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}

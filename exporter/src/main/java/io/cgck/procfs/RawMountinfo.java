package io.cgck.procfs;

import java.util.Arrays;

/** The text of {@code /proc/PID/mountinfo}, to tell cheaply whether it is the same as before. */
public final class RawMountinfo {
  /** What no such file ever says. */
  public static final RawMountinfo NOTHING = new RawMountinfo(new byte[0]);

  private final byte[] bytes;

  private RawMountinfo(byte[] bytes) {
    this.bytes = bytes;
  }

  static RawMountinfo copyOf(byte[] buffer, int length) {
    return new RawMountinfo(Arrays.copyOf(buffer, length));
  }

  public int length() {
    return bytes.length;
  }

  boolean isIn(byte[] buffer, int length) {
    return length > 0
        && length == bytes.length
        && Arrays.equals(buffer, 0, length, bytes, 0, length);
  }
}

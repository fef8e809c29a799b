package io.cgck.kernel;

import java.util.Optional;

/**
 * What an open call gave: an open file descriptor, or the reason why there is none. Every method
 * that makes one is marked {@code @MustBeClosed}, so that code which could leak it does not
 * compile. Confined to the thread that opened it.
 */
public final class Descriptor implements AutoCloseable {
  private final Libc libc;
  private final int result;
  private boolean open;

  Descriptor(Libc libc, int result) {
    this.libc = libc;
    this.result = result;
    this.open = result >= 0;
  }

  /** Why there is no descriptor; empty when it was opened. */
  public Optional<Errno> failure() {
    return result >= 0 ? Optional.empty() : Optional.of(Errno.ofResult(result));
  }

  public boolean isOpen() {
    return open;
  }

  int number() {
    if (!open) {
      throw new IllegalStateException("descriptor is not open");
    }
    return result;
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      libc.close(result);
    }
  }
}

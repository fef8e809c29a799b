package io.cgck.metrics;

import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one deflater from one use to the next. Each takes 260 KiB, so much that the C library asks
 * the kernel for it, and gives it back, every time. Safe for use by several threads; what several
 * use at once is made for them.
 */
final class SpareDeflater {
  private final AtomicReference<@Nullable Deflater> spare = new AtomicReference<>();

  /** One that writes raw data (RFC 1951), for the caller alone. */
  Deflater take() {
    Deflater kept = spare.getAndSet(null);
    return kept == null ? make() : kept;
  }

  /** One that nobody keeps: to be ended by the caller. */
  static Deflater make() {
    return new Deflater(Deflater.DEFAULT_COMPRESSION, true);
  }

  /** Takes one back that was made here. */
  void giveBack(Deflater deflater) {
    deflater.reset();
    if (!spare.compareAndSet(null, deflater)) {
      deflater.end();
    }
  }
}

package io.cgck.scan;

import io.cgck.model.Snapshot;

/** Hears of every scan, on the scanning thread. */
@FunctionalInterface
public interface ScanListener {
  /**
   * A scan ended.
   *
   * @param scan the snapshot, and what it cost
   */
  void scanned(CompletedScan scan);

  /** A scan could not be made; the next one will be tried. */
  default void failed(String why) {}

  /** The scanning thread waits for the next scan, and has not hung. */
  default void waiting() {}

  /** There will be no scan any more. */
  default void ended(Throwable defect) {}

  /**
   * A scan that was made, or a look at those processes that events were about.
   *
   * @param cpuSeconds CPU time of the scanning thread
   * @param pauseSeconds between two scans
   * @param whole whether all processes were looked at
   * @param events until the end of the scan, that were not handed on before
   */
  record CompletedScan(
      Snapshot snapshot,
      double cpuSeconds,
      double pauseSeconds,
      boolean whole,
      TraceBatch events) {}
}

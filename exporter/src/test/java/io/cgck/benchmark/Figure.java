package io.cgck.benchmark;

/** What a look at all processes is measured by. */
enum Figure {
  /** Milliseconds, user and system. */
  CPU,
  /** Milliseconds. */
  WALL,
  /** Read by the program from the kernel, or printed or sent by it. */
  BYTES,
  /** Of an exposition; lines of a command's output. */
  SERIES,
  /** Megabytes of 2²⁰ bytes. */
  RESIDENT,
  /** On the Java heap, in KiB. */
  ALLOCATED,
  /** Per cent of the processes that were moved meanwhile. */
  MOVED
}

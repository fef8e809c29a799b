package io.cgck.cgroupfs;

import java.util.Optional;

/** How the text of a file is read. */
interface Format {
  /**
   * Reads it.
   *
   * @return what is wrong with the text; empty if nothing is
   */
  Optional<String> read(FileText text, Contents into);

  static Optional<String> expected(String what, FileText found) {
    return Optional.of("expected " + what + ", found '" + found.shown() + "'");
  }
}

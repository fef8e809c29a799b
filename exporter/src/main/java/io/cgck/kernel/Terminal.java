package io.cgck.kernel;

import java.util.OptionalInt;

/** The terminal that standard output is connected to, if any. */
public final class Terminal {
  private static final int STDOUT = 1;

  /** Its width in columns; empty if standard output is no terminal. */
  public OptionalInt columns() {
    int columns = new Libc().terminalColumns(STDOUT);
    return columns <= 0 ? OptionalInt.empty() : OptionalInt.of(columns);
  }
}

package io.cgck.cli;

import java.util.logging.LogManager;

/**
 * Keeps the handlers until the virtual machine is gone. The JDK's own log manager takes them away
 * in a shutdown hook, at the same time as cgck says in another that it is stopping.
 */
public final class LastingLogManager extends LogManager {
  /** There is nothing to configure: {@link Logging} says all. */
  @Override
  public void readConfiguration() {}

  @Override
  public void reset() {
    // Handlers are replaced by Logging, and never removed.
  }
}

package io.cgck.web;

import static java.util.Objects.requireNonNull;

/** What became of a request to read the configuration again. */
public sealed interface ReloadResult {
  /** The new configuration is in use. */
  record Reloaded() implements ReloadResult {}

  /**
   * The old configuration stays in use.
   *
   * @param message what is wrong with the new one
   */
  record Failed(String message) implements ReloadResult {
    public Failed {
      requireNonNull(message, "message is null");
    }
  }

  /** There is no configuration file that could be read. */
  record NotConfigured() implements ReloadResult {}
}

package io.cgck.config;

import java.nio.file.Path;

/**
 * Tells whether a configuration file says something else than at the last look. It goes by the
 * contents, which a path leads to: a Kubernetes volume changes by links that are made anew, and
 * whether a file system reports that to a watcher differs. Not safe for use by several threads.
 */
public final class ConfigurationChange {
  private final Path path;
  private ConfigurationFile seen;

  /** Takes the first look. */
  public ConfigurationChange(Path path) {
    this.path = path;
    this.seen = ConfigurationFile.read(path);
  }

  /** Looks again. A file that cannot be read any more has changed too, once. */
  public boolean look() {
    ConfigurationFile now = ConfigurationFile.read(path);
    boolean changed = !now.equals(seen);
    seen = now;
    return changed;
  }
}

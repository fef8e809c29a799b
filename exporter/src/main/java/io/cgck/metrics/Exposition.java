package io.cgck.metrics;

import java.util.Set;

/** The metrics as bytes. May be called by several threads at once. */
public interface Exposition {
  /**
   * Writes all families, or those that are asked for.
   *
   * @param names the sample names to include; all when empty
   * @return the exposition in UTF-8; not changed by either side afterwards
   */
  byte[] render(ExpositionFormat format, Set<String> names);
}

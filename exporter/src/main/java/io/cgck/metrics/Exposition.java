package io.cgck.metrics;

import java.util.Set;

/** The metrics as bytes. May be called by several threads at once. */
public interface Exposition {
  /**
   * Writes all families, or those that are asked for.
   *
   * @param names the sample names to include; all when empty
   * @return the exposition in UTF-8
   */
  Body render(ExpositionFormat format, ContentCoding coding, Set<String> names);
}

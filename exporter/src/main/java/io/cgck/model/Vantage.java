package io.cgck.model;

import java.util.Set;

/**
 * From where cgck looks.
 *
 * @param absolutePaths whether paths are read from the initial cgroup namespace; when not, they are
 *     relative to the reader's, and no {@link CgroupPath} is known
 * @param missing the capabilities that the reader lacks
 */
public record Vantage(boolean absolutePaths, Set<Capability> missing) {
  public Vantage {
    missing = Set.copyOf(missing);
  }
}

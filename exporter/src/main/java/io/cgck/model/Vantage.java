package io.cgck.model;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.Set;

/**
 * From where cgck looks.
 *
 * @param absolutePaths whether paths are read from the initial cgroup namespace; when not, they are
 *     relative to the reader's, and no {@link CgroupPath} is known
 * @param wholeHost whether all processes of the host are there to be seen, or only those of a PID
 *     namespace; empty if unknown
 * @param missing the capabilities that the reader lacks
 */
public record Vantage(boolean absolutePaths, Optional<Boolean> wholeHost, Set<Capability> missing) {
  public Vantage {
    requireNonNull(wholeHost, "wholeHost is null");
    missing = Set.copyOf(missing);
  }
}

package io.cgck.expect;

import static java.util.Objects.requireNonNull;

import io.cgck.model.CgroupPath;
import java.util.SortedSet;

/**
 * How the limits of a cgroup stand to an expectation.
 *
 * @param standing what is expected, and what is instead
 * @param binding the cgroups whose limits are those that are not as they should be, itself or above
 */
public record CgroupStanding(CgroupPath cgroup, Standing standing, SortedSet<CgroupPath> binding) {
  public CgroupStanding {
    requireNonNull(cgroup, "cgroup is null");
    requireNonNull(standing, "standing is null");
    requireNonNull(binding, "binding is null");
  }

  /** The binding cgroups, for people and as a label. */
  public String bindingText() {
    return String.join(", ", binding.stream().map(CgroupPath::value).toList());
  }
}

package io.cgck.stats;

import static java.util.Objects.requireNonNull;

import io.cgck.model.CgroupPath;
import io.cgck.model.CgroupStats;
import io.cgck.model.EffectiveLimit;
import io.cgck.model.LimitKind;
import java.util.List;

/**
 * What the cgroups of a process mean for it.
 *
 * @param limits those that its host can have
 * @param stats of its cgroup in the default hierarchy, and of those with the same path in others
 * @param readable whether anything could be read
 */
public record Situation(List<Limit> limits, CgroupStats stats, boolean readable) {
  public Situation {
    limits = List.copyOf(limits);
    requireNonNull(stats, "stats is null");
  }

  /**
   * A limit of a process.
   *
   * @param cgroup its cgroup in the hierarchy that has the controller
   */
  public record Limit(LimitKind kind, CgroupPath cgroup, EffectiveLimit effective) {
    public Limit {
      requireNonNull(kind, "kind is null");
      requireNonNull(cgroup, "cgroup is null");
      requireNonNull(effective, "effective is null");
    }
  }
}

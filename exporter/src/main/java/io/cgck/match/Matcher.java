package io.cgck.match;

import io.cgck.attribute.Attribution;
import io.cgck.model.Detail;
import io.cgck.model.ProcessInfo;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which processes are meant: those for which all criteria hold. There is at least one criterion,
 * since a matcher of none would mean every process by accident.
 */
public record Matcher(List<Criterion> criteria) {
  public Matcher {
    criteria = List.copyOf(criteria);
    if (criteria.isEmpty()) {
      throw new IllegalArgumentException("matcher has no criteria");
    }
  }

  /**
   * Whether this process is meant.
   *
   * @param attribution of the cgroup of the process, {@link Attribution#NONE} if it is unknown
   */
  public boolean matches(ProcessInfo process, Attribution attribution) {
    return criteria.stream().allMatch(criterion -> criterion.matches(process, attribution));
  }

  /** What must be read of a process beyond what every scan reads. */
  public Set<Detail> needs() {
    EnumSet<Detail> needs = EnumSet.noneOf(Detail.class);
    criteria.forEach(criterion -> needs.addAll(criterion.needs()));
    return Set.copyOf(needs);
  }
}

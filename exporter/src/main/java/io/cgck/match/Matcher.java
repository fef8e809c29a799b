package io.cgck.match;

import io.cgck.attribute.Attribution;
import io.cgck.attribute.Attributor;
import io.cgck.model.CgroupPath;
import io.cgck.model.Detail;
import io.cgck.model.ProcessInfo;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

  /**
   * Whether every process that the other matches is one that this one matches, as far as is seen.
   */
  public boolean covers(Matcher other) {
    return criteria.stream()
        .allMatch(wide -> other.criteria.stream().anyMatch(narrow -> narrow.implies(wide)));
  }

  /** Why no process can ever match; empty if one can, or if it cannot be told. */
  public Optional<String> whyNever() {
    Optional<String> noUnit =
        criteria.stream()
            .filter(Criterion.Unit.class::isInstance)
            .map(criterion -> ((Criterion.Unit) criterion).pattern())
            .flatMap(pattern -> UnitNames.whyNone(pattern).stream())
            .findFirst();
    return noUnit.or(this::whyNotThere);
  }

  /** The one cgroup that is named is not of the unit or container that is named beside it. */
  private Optional<String> whyNotThere() {
    for (Criterion criterion : criteria) {
      if (criterion instanceof Criterion.Cgroup(TextPattern pattern) && pattern.isLiteral()) {
        String path = pattern.toString();
        Attribution made = new Attributor().attribute(new CgroupPath(path));
        for (Criterion other : criteria) {
          boolean contradicts =
              switch (other) {
                case Criterion.Unit(TextPattern unit) -> !unit.matches(made.unit());
                case Criterion.Container(ContainerPattern id) -> !id.matches(made.containerId());
                default -> false;
              };
          if (contradicts) {
            return Optional.of(
                "the cgroup %s is not of %s %s".formatted(path, other.key(), other.text()));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** As a person would write it, for example {@code comm=nginx user=33}. */
  @Override
  public String toString() {
    return criteria.stream()
        .map(criterion -> criterion.key() + "=" + criterion.text())
        .collect(Collectors.joining(" "));
  }

  /** What must be read of a process beyond what every scan reads. */
  public Set<Detail> needs() {
    EnumSet<Detail> needs = EnumSet.noneOf(Detail.class);
    criteria.forEach(criterion -> needs.addAll(criterion.needs()));
    return Set.copyOf(needs);
  }
}

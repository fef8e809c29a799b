package io.cgck.stats;

import static java.util.Objects.requireNonNull;

import io.cgck.expect.Expectation;
import io.cgck.match.CgroupFilter;
import io.cgck.model.FileGroup;
import io.cgck.model.LimitKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which cgroups are to be read, and how much of them.
 *
 * @param groups the files whose contents are wanted; none for no statistics
 * @param filter of which cgroups
 * @param limit of at most so many
 * @param expectations those about limits have the limits of the cgroups that they mean read as well
 * @param allowance time that one round of reading statistics may take; what is left waits for the
 *     next round
 */
public record Plan(
    Set<FileGroup> groups,
    CgroupFilter filter,
    int limit,
    List<Expectation> expectations,
    Duration allowance) {
  public Plan {
    groups = Set.copyOf(groups);
    requireNonNull(filter, "filter is null");
    expectations = List.copyOf(expectations);
    requireNonNull(allowance, "allowance is null");
  }

  /** The limits of which it is told what they come to up the tree: those in these files. */
  Set<LimitKind> limits() {
    return Arrays.stream(LimitKind.values())
        .filter(LimitKind::isBoundByAncestors)
        .filter(kind -> kind.isIn(groups))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(LimitKind.class)));
  }
}

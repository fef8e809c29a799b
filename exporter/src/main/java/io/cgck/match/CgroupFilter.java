package io.cgck.match;

import io.cgck.attribute.Attribution;
import io.cgck.model.CgroupPath;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which cgroups are meant, by where they are and who made them.
 *
 * @param include one of these must hold, if there are any; all criteria are about places
 * @param exclude but none of these
 */
public record CgroupFilter(List<Matcher> include, List<Matcher> exclude) {
  /** The criteria that a cgroup without any process can meet. */
  public static final List<String> NAMES = List.of("cgroup", "unit", "container");

  public static final CgroupFilter ALL = new CgroupFilter(List.of(), List.of());

  public CgroupFilter {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }

  public boolean accepts(CgroupPath path, Attribution made) {
    return (include.isEmpty() || include.stream().anyMatch(each -> holds(each, path, made)))
        && exclude.stream().noneMatch(each -> holds(each, path, made));
  }

  /**
   * The cgroups that are named by their whole path, and so are meant whether they are used or not.
   */
  public Stream<CgroupPath> named() {
    return include.stream().flatMap(CgroupFilter::named);
  }

  /** The cgroup that a matcher names by its whole path. */
  public static Stream<CgroupPath> named(Matcher matcher) {
    return matcher.criteria().stream()
        .filter(Criterion.Cgroup.class::isInstance)
        .map(criterion -> ((Criterion.Cgroup) criterion).pattern())
        .filter(pattern -> pattern.isLiteral() && pattern.toString().startsWith("/"))
        .map(pattern -> new CgroupPath(pattern.toString()));
  }

  /** Whether all that a matcher asks for is true of a cgroup itself. */
  public static boolean holds(Matcher matcher, CgroupPath path, Attribution made) {
    return matcher.criteria().stream()
        .allMatch(
            criterion ->
                switch (criterion) {
                  case Criterion.Cgroup(TextPattern pattern) -> pattern.matches(path.value());
                  case Criterion.Unit(TextPattern unit) ->
                      !made.unit().isEmpty() && unit.matches(made.unit());
                  case Criterion.Container(ContainerPattern container) ->
                      !made.containerId().isEmpty() && container.matches(made.containerId());
                  default -> false;
                });
  }
}

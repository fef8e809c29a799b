package io.cgck.query;

import io.cgck.match.ContainerPattern;
import io.cgck.match.TextPattern;
import io.cgck.metrics.Shown;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which cgroups are wanted, in which order. All conditions must hold. */
public record CgroupQuery(
    Optional<TextPattern> cgroup,
    Optional<TextPattern> unit,
    Optional<ContainerPattern> container,
    Parameters.Sorting<Order> sorting,
    Paging paging) {
  /** Names of the parameters. */
  public static final List<String> NAMES =
      List.of("cgroup", "unit", "container", "sort", "offset", "limit");

  /** What cgroups can be sorted by. */
  public enum Order {
    CGROUP,
    PROCESSES;

    private Comparator<Shown.Cgroup> comparator() {
      return switch (this) {
        case CGROUP -> Comparator.comparing(Shown.Cgroup::path);
        case PROCESSES ->
            Comparator.comparingInt(Shown.Cgroup::processes).thenComparing(Shown.Cgroup::path);
      };
    }
  }

  /** Reads the parameters of a request. */
  public static Asked<CgroupQuery> of(Map<String, List<String>> given) {
    Parameters parameters = new Parameters(given, NAMES);
    Optional<TextPattern> cgroup = parameters.pattern("cgroup", TextPattern::parsePath);
    Optional<TextPattern> unit = parameters.pattern("unit", TextPattern::parse);
    Optional<ContainerPattern> container =
        parameters.pattern("container", text -> TextPattern.parse(text).map(ContainerPattern::new));
    Parameters.Sorting<Order> sorting = parameters.sorting("sort", Order.values(), Order.CGROUP);
    Paging paging = Paging.of(parameters);
    return parameters.understood(() -> new CgroupQuery(cgroup, unit, container, sorting, paging));
  }

  /** The page that is wanted of the cgroups shown. */
  public Slice<Shown.Cgroup> in(Shown shown) {
    return Slice.of(
        shown.cgroups().stream()
            .filter(Deadline.start().on(this::isWanted))
            .sorted(sorting.directed(sorting.order().comparator()))
            .toList(),
        paging);
  }

  /** A cgroup of no unit or container matches no pattern for one. */
  private boolean isWanted(Shown.Cgroup each) {
    String its = each.attribution().unit();
    String containerId = each.attribution().containerId();
    return cgroup.map(pattern -> pattern.matches(each.path().value())).orElse(true)
        && unit.map(pattern -> !its.isEmpty() && pattern.matches(its)).orElse(true)
        && container
            .map(pattern -> !containerId.isEmpty() && pattern.matches(containerId))
            .orElse(true);
  }
}

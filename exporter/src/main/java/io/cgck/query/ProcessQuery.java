package io.cgck.query;

import io.cgck.expect.Standing;
import io.cgck.expect.State;
import io.cgck.match.Criterion;
import io.cgck.match.CriterionParser;
import io.cgck.metrics.Shown;
import io.cgck.model.ProcessInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Which processes are wanted, in which order. All conditions must hold. There are none on what
 * metrics do not show, such as the user: whoever filters by it would learn it.
 *
 * @param criteria patterns as in the configuration
 * @param namespace inode of a namespace of any kind
 * @param expectation name of one that means the process
 * @param state how it stands to that expectation, or to any
 * @param outside whether it is outside of its private cgroup namespace
 * @param staleMount whether it sees a stale cgroup mount in its private cgroup namespace
 */
public record ProcessQuery(
    List<Criterion> criteria,
    Optional<Long> namespace,
    Optional<String> expectation,
    Optional<State> state,
    Optional<Boolean> outside,
    Optional<Boolean> staleMount,
    Parameters.Sorting<ProcessOrder> sorting,
    Paging paging) {
  private static final List<String> CRITERIA =
      List.of("comm", "cgroup", "unit", "container", "cgroup_namespace");

  /** Names of the parameters. */
  public static final List<String> NAMES =
      Stream.of(
              CRITERIA,
              List.of("namespace", "expectation", "state", "outside", "stale_mount", "sort"),
              Paging.NAMES)
          .flatMap(List::stream)
          .toList();

  public ProcessQuery {
    criteria = List.copyOf(criteria);
  }

  /**
   * Reads the parameters of a request.
   *
   * @param otherwise how to sort if it is not said
   */
  public static Asked<ProcessQuery> of(Map<String, List<String>> given, ProcessOrder otherwise) {
    return of(new Parameters(given, NAMES), otherwise);
  }

  /** Reads the parameters of a request that may have others. */
  public static Asked<ProcessQuery> of(Parameters parameters, ProcessOrder otherwise) {
    CriterionParser parser = new CriterionParser(user -> OptionalInt.empty());
    List<Criterion> criteria = new ArrayList<>();
    for (String name : CRITERIA) {
      parameters.pattern(name, text -> parser.parse(name, text)).ifPresent(criteria::add);
    }
    Optional<Long> namespace = parameters.number("namespace", 1, Parameters.MAX_INODE);
    Optional<String> expectation = parameters.text("expectation");
    Optional<State> state = parameters.word("state", List.of(State.values()), State::label);
    Optional<Boolean> outside = parameters.flag("outside");
    Optional<Boolean> staleMount = parameters.flag("stale_mount");
    Parameters.Sorting<ProcessOrder> sorting =
        parameters.sorting("sort", ProcessOrder.values(), otherwise);
    Paging paging = Paging.of(parameters);
    return parameters.understood(
        () ->
            new ProcessQuery(
                criteria, namespace, expectation, state, outside, staleMount, sorting, paging));
  }

  /** The page that is wanted of the processes shown. */
  public Slice<ProcessInfo> in(Shown shown) {
    return Slice.of(
        shown.processes().stream()
            .filter(Deadline.start().on(process -> isWanted(process, shown)))
            .sorted(sorting.directed(sorting.order().in(shown)))
            .toList(),
        paging);
  }

  private boolean isWanted(ProcessInfo process, Shown shown) {
    return criteria.stream()
            .allMatch(criterion -> criterion.matches(process, shown.attribution(process)))
        && namespace.map(inode -> isIn(process, inode)).orElse(true)
        && ((expectation.isEmpty() && state.isEmpty())
            || shown.standings(process).stream().anyMatch(this::isWanted))
        && holds(outside, process, process.placement().outside())
        && holds(staleMount, process, process.placement().staleMount());
  }

  private static boolean isIn(ProcessInfo process, long inode) {
    return process.namespaces().byKind().values().stream().anyMatch(id -> id.inode() == inode);
  }

  private boolean isWanted(Standing standing) {
    return expectation.map(standing.expectation().name()::equals).orElse(true)
        && state.map(wanted -> wanted == standing.state()).orElse(true);
  }

  /** Of the initial cgroup namespace nothing of the kind is said. */
  private static boolean holds(
      Optional<Boolean> wanted, ProcessInfo process, Optional<Boolean> judgement) {
    return wanted.isEmpty() || (process.hasPrivateCgroupNamespace() && wanted.equals(judgement));
  }
}

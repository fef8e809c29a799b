package io.cgck.query;

import io.cgck.explain.MoveFeed;
import io.cgck.match.TextPattern;
import io.cgck.model.Move;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which moves are wanted; the latest come first.
 *
 * @param cgroup from where or to where
 */
public record MoveQuery(
    Optional<Long> pid, Optional<TextPattern> comm, Optional<TextPattern> cgroup, Paging paging) {
  /** Names of the parameters. */
  public static final List<String> NAMES = List.of("pid", "comm", "cgroup", "offset", "limit");

  private static final long MAX_PID = 4_194_304;

  /** Reads the parameters of a request. */
  public static Asked<MoveQuery> of(Map<String, List<String>> given) {
    Parameters parameters = new Parameters(given, NAMES);
    Optional<Long> pid = parameters.number("pid", 1, MAX_PID);
    Optional<TextPattern> comm = parameters.pattern("comm", TextPattern::parse);
    Optional<TextPattern> cgroup = parameters.pattern("cgroup", TextPattern::parsePath);
    Paging paging = Paging.of(parameters);
    return parameters.understood(() -> new MoveQuery(pid, comm, cgroup, paging));
  }

  /**
   * The page that is wanted.
   *
   * @param moves the oldest first
   */
  public Slice<MoveFeed.Told> in(List<MoveFeed.Told> moves) {
    return Slice.of(
        moves.reversed().stream()
            .filter(Deadline.start().on(told -> isWanted(told.row().move())))
            .toList(),
        paging);
  }

  private boolean isWanted(Move move) {
    return pid.map(wanted -> wanted == move.process().pid()).orElse(true)
        && comm.map(pattern -> pattern.matches(move.comm())).orElse(true)
        && cgroup
            .map(
                pattern ->
                    pattern.matches(move.to().value())
                        || move.from().filter(from -> pattern.matches(from.value())).isPresent())
            .orElse(true);
  }
}

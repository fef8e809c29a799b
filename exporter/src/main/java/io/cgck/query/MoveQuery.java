package io.cgck.query;

import io.cgck.explain.MoveFeed;
import io.cgck.match.Parsed;
import io.cgck.match.TextPattern;
import io.cgck.model.Move;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which moves are wanted; the latest come first.
 *
 * @param cgroup from where or to where
 * @param before only what was told before that one: new moves come first, so that pages by offset
 *     alone would repeat what was on the page before
 */
public record MoveQuery(
    Optional<Long> pid,
    Optional<TextPattern> comm,
    Optional<TextPattern> cgroup,
    Optional<Id> before,
    Paging paging) {
  /** Names of the parameters. */
  public static final List<String> NAMES =
      List.of("pid", "comm", "cgroup", "before", "offset", "limit");

  private static final long MAX_PID = 4_194_304;

  /** What {@link MoveFeed.Told#id} names. */
  record Id(long epoch, long number) {
    private static Parsed<Id> parse(String text) {
      // So many digits are no overflow.
      if (!text.matches("[0-9]{1,18}-[0-9]{1,18}")) {
        return new Parsed.Bad<>("expected the id of a move, such as 1795852790000-1");
      }
      int dash = text.indexOf('-');
      return new Parsed.Good<>(
          new Id(
              Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1))));
    }

    /** Those of a daemon that ran before are before all, and none of them is left. */
    private boolean isAfter(MoveFeed.Told told) {
      return told.epoch() == epoch && told.number() < number;
    }
  }

  /** Reads the parameters of a request. */
  public static Asked<MoveQuery> of(Map<String, List<String>> given) {
    Parameters parameters = new Parameters(given, NAMES);
    Optional<Long> pid = parameters.number("pid", 1, MAX_PID);
    Optional<TextPattern> comm = parameters.pattern("comm", TextPattern::parse);
    Optional<TextPattern> cgroup = parameters.pattern("cgroup", TextPattern::parsePath);
    Optional<Id> before = parameters.parsed("before", Id::parse);
    Paging paging = Paging.of(parameters);
    return parameters.understood(() -> new MoveQuery(pid, comm, cgroup, before, paging));
  }

  /**
   * The page that is wanted.
   *
   * @param moves the oldest first
   */
  public Slice<MoveFeed.Told> in(List<MoveFeed.Told> moves) {
    return Slice.of(
        moves.reversed().stream().filter(Deadline.start().on(told -> isWanted(told))).toList(),
        paging);
  }

  private boolean isWanted(MoveFeed.Told told) {
    Move move = told.row().move();
    return before.map(id -> id.isAfter(told)).orElse(true)
        && pid.map(wanted -> wanted == move.process().pid()).orElse(true)
        && comm.map(pattern -> pattern.matches(move.comm())).orElse(true)
        && cgroup
            .map(
                pattern ->
                    pattern.matches(move.to().value())
                        || move.from().filter(from -> pattern.matches(from.value())).isPresent())
            .orElse(true);
  }
}

package io.cgck.metrics;

import io.cgck.attribute.Attributor;
import io.cgck.model.Hierarchy;
import io.cgck.model.Move;
import io.cgck.model.Mover;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves since the daemon began, by who made them. Names of movers are made by processes, so only
 * the first so many have a counter.
 *
 * @param moves by mover
 * @param refused moves at the last scan by movers for which there is no room
 */
record MoverCounts(Map<By, Long> moves, long refused) {
  static final MoverCounts NONE = new MoverCounts(Map.of(), 0);

  private static final int LIMIT = 100;

  MoverCounts {
    moves = Map.copyOf(moves);
  }

  /** A command name and a unit of systemd. */
  record By(String comm, String unit) {
    static By of(Mover mover, Attributor attributor) {
      return new By(
          mover.comm(), mover.cgroup().map(attributor::attribute).map(of -> of.unit()).orElse(""));
    }
  }

  MoverCounts plus(List<Move> more, Optional<Hierarchy> hierarchy, Attributor attributor) {
    if (more.stream().allMatch(move -> move.mover().isEmpty())) {
      return refused == 0 ? this : new MoverCounts(moves, 0);
    }
    Map<By, Long> counts = new HashMap<>(moves);
    long left = 0;
    for (Move move : more) {
      Optional<Mover> mover = move.mover();
      if (mover.isPresent() && hierarchy.equals(Optional.of(move.hierarchy()))) {
        By by = By.of(mover.get(), attributor);
        if (counts.containsKey(by) || counts.size() < LIMIT) {
          counts.merge(by, move.times(), Long::sum);
        } else {
          left += move.times();
        }
      }
    }
    return new MoverCounts(counts, left);
  }
}

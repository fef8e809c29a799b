package io.cgck.expect;

import static java.util.Objects.requireNonNull;

import io.cgck.attribute.Attributions;
import io.cgck.model.Move;
import io.cgck.model.Snapshot;
import java.util.List;

/**
 * One scan, and what follows from it.
 *
 * @param attributions who made the cgroups in it
 * @param moves since the scan before, by PID
 * @param judgements how processes stand to expectations
 */
public record Assessment(
    Snapshot snapshot, Attributions attributions, List<Move> moves, Judgements judgements) {
  public Assessment {
    requireNonNull(snapshot, "snapshot is null");
    requireNonNull(attributions, "attributions is null");
    moves = List.copyOf(moves);
    requireNonNull(judgements, "judgements is null");
  }
}

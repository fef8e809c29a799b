package io.cgck.expect;

import static java.util.Objects.requireNonNull;

import io.cgck.attribute.Attributions;
import io.cgck.model.Birth;
import io.cgck.model.Move;
import io.cgck.model.Snapshot;
import io.cgck.scan.Census;
import io.cgck.scan.TraceBatch;
import java.util.List;

/**
 * One scan, and what follows from it.
 *
 * @param census how many processes are where
 * @param attributions who made the cgroups in it
 * @param moves since the scan before, by PID
 * @param judgements how processes stand to expectations
 * @param births of processes that began elsewhere than their parents are, by PID
 * @param events what the moves were known by besides snapshots
 */
public record Assessment(
    Snapshot snapshot,
    Census census,
    Attributions attributions,
    List<Move> moves,
    Judgements judgements,
    List<Birth> births,
    TraceBatch events) {
  public Assessment {
    requireNonNull(snapshot, "snapshot is null");
    requireNonNull(census, "census is null");
    requireNonNull(attributions, "attributions is null");
    moves = List.copyOf(moves);
    requireNonNull(judgements, "judgements is null");
    births = List.copyOf(births);
    requireNonNull(events, "events is null");
  }
}

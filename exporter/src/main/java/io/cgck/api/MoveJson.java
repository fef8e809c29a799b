package io.cgck.api;

import io.cgck.explain.MoveFeed;
import io.cgck.json.JsonOutput;
import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.Move;
import io.cgck.model.Mover;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** A move, as far as it may be told. */
final class MoveJson {
  private MoveJson() {}

  static void write(JsonOutput json, MoveFeed.Told told) {
    Move move = told.row().move();
    Optional<Mover> named = mover(told, MoveFeed.KnownMover::name);
    Optional<Mover> seen = mover(told, MoveFeed.KnownMover::process);
    json.field("id", told.id())
        .field("time", move.time().toString())
        .field("pid", move.process().pid())
        .field("comm", move.comm())
        .numbers("hierarchies", told.row().hierarchies().stream().map(Hierarchy::id).toList())
        .field("hierarchy", told.row().hierarchyNames())
        .field("from", move.from().map(CgroupPath::value))
        .field("to", move.to().value())
        .field("source", move.how().label())
        .field("mover_comm", named.map(Mover::comm).filter(comm -> !comm.isEmpty()))
        .field(
            "mover_unit",
            named.map(mover -> told.row().moverUnit()).filter(unit -> !unit.isEmpty()))
        .field("mover_pid", seen.map(Mover::pid))
        .field("mover_cgroup", seen.flatMap(Mover::cgroup).map(CgroupPath::value))
        .field("away_ms", move.away().map(Duration::toMillis))
        .field("times", move.times());
  }

  private static Optional<Mover> mover(MoveFeed.Told told, Predicate<MoveFeed.KnownMover> known) {
    return told.mover().filter(known).map(MoveFeed.KnownMover::mover);
  }
}

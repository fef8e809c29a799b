package io.cgck.explain;

import io.cgck.json.JsonOutput;
import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.Move;
import io.cgck.model.Mover;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;

/** What {@code watch --json} prints of a move: one object in one line. */
public final class MoveJson {
  private MoveJson() {}

  public static void write(MoveRows.Row row, PrintWriter out) {
    Move move = row.move();
    Optional<Long> uid =
        move.uid().isPresent()
            ? Optional.of(Integer.toUnsignedLong(move.uid().getAsInt()))
            : Optional.empty();
    try (JsonOutput output = JsonOutput.onOneLine(out)) {
      output.object(
          () ->
              output
                  .field("time", move.time().toString())
                  .field("pid", move.process().pid())
                  .field("comm", move.comm())
                  .field("uid", uid)
                  .numbers("hierarchies", row.hierarchies().stream().map(Hierarchy::id).toList())
                  .field("hierarchy", row.hierarchyNames())
                  .field("from", move.from().map(CgroupPath::value))
                  .field("to", move.to().value())
                  .field("source", move.how().label())
                  .field("mover_pid", move.mover().map(mover -> (long) mover.pid()))
                  .field(
                      "mover_comm", move.mover().map(Mover::comm).filter(comm -> !comm.isEmpty()))
                  .field("mover_cgroup", move.mover().flatMap(Mover::cgroup).map(CgroupPath::value))
                  .field("away_ms", move.away().map(Duration::toMillis))
                  .field("times", move.times()));
    }
  }
}

package io.cgck.cli;

import io.cgck.expect.Assessment;
import io.cgck.expect.CgroupTurn;
import io.cgck.expect.LimitJudgements;
import io.cgck.expect.Standing;
import io.cgck.expect.Turn;
import io.cgck.explain.MoveRows;
import io.cgck.model.Birth;
import io.cgck.model.CgroupPath;
import io.cgck.model.Move;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs moves and violations, one structured line each: at most so many of either in a span of time,
 * since whoever may move processes could fill the log, and of the processes of one user at most
 * half of them. What was held back is counted in a line.
 */
final class EventLog {
  private static final int MOST = 100;
  private static final Duration SPAN = Duration.ofSeconds(10);

  private final Logger logger = LoggerFactory.getLogger("io.cgck.expect");

  private final RateLimit moves;
  private final RateLimit turns;

  EventLog(LongSupplier nanoTime) {
    this.moves = new RateLimit(MOST, SPAN, nanoTime);
    this.turns = new RateLimit(MOST, SPAN, nanoTime);
  }

  void log(Assessment assessment, LimitJudgements limits) {
    MoveRows.of(assessment.moves()).stream()
        // Who starts something places it: that is no news.
        .filter(row -> row.move().from().isPresent() || logger.isDebugEnabled())
        .filter(row -> moves.passes(row.uid()))
        .forEach(this::log);
    assessment.judgements().turns().stream()
        .filter(turn -> turns.passes(turn.violation().expectation().name()))
        .forEach(this::log);
    if (logger.isDebugEnabled()) {
      assessment.births().forEach(this::log);
    }
    limits.turns().stream()
        .filter(turn -> turns.passes(turn.violation().standing().expectation().name()))
        .forEach(this::log);
    tellHeldBack(moves, "moves");
    tellHeldBack(turns, "changes of violations");
  }

  private void log(MoveRows.Row row) {
    Move move = row.move();
    LoggingEventBuilder line =
        logger
            .atLevel(move.from().isPresent() ? Level.INFO : Level.DEBUG)
            .addKeyValue("pid", move.process().pid())
            .addKeyValue("comm", move.comm())
            .addKeyValue("uid", row.uid())
            .addKeyValue("hierarchy", row.hierarchyNames())
            .addKeyValue("from", row.from())
            .addKeyValue("to", move.to().value())
            .addKeyValue("source", move.how().label());
    withTimes(withReturn(withMover(line, row), row), move).log("process moved");
  }

  private static LoggingEventBuilder withMover(LoggingEventBuilder line, MoveRows.Row row) {
    return row.mover()
        .map(
            mover ->
                line.addKeyValue("mover_pid", mover.pid())
                    .addKeyValue("mover_comm", mover.comm())
                    .addKeyValue("mover_of", row.moverPlace()))
        .orElse(line);
  }

  private static LoggingEventBuilder withReturn(LoggingEventBuilder line, MoveRows.Row row) {
    return row.away().isEmpty() ? line : line.addKeyValue("away", row.away());
  }

  private static LoggingEventBuilder withTimes(LoggingEventBuilder line, Move move) {
    return move.times() == 1 ? line : line.addKeyValue("times", move.times());
  }

  /** Service managers start services so all day. */
  private void log(Birth birth) {
    logger
        .atDebug()
        .addKeyValue("pid", birth.process().pid())
        .addKeyValue("comm", birth.comm())
        .addKeyValue("cgroup", birth.cgroup().value())
        .addKeyValue("parent_pid", birth.parent().pid())
        .addKeyValue("parent_comm", birth.parentComm())
        .addKeyValue("parent_cgroup", birth.parentCgroup().value())
        .log("process began in another cgroup than its parent's");
  }

  private void log(Turn turn) {
    Standing violation = turn.violation();
    boolean begins = turn.kind() == Turn.Kind.BEGAN;
    logger
        .atLevel(begins ? Level.WARN : Level.INFO)
        .addKeyValue("expectation", violation.expectation().name())
        .addKeyValue("severity", violation.expectation().severity())
        .addKeyValue("pid", turn.process().pid())
        .addKeyValue("comm", turn.process().comm())
        .addKeyValue("cgroup", turn.process().cgroup().map(CgroupPath::value).orElse(""))
        .addKeyValue("expected", violation.expected())
        .addKeyValue(begins ? "actual" : "was", violation.actual())
        .log(message(turn.kind()));
  }

  private void log(CgroupTurn turn) {
    Standing violation = turn.violation().standing();
    boolean begins = turn.kind() == Turn.Kind.BEGAN;
    logger
        .atLevel(begins ? Level.WARN : Level.INFO)
        .addKeyValue("expectation", violation.expectation().name())
        .addKeyValue("severity", violation.expectation().severity())
        .addKeyValue("cgroup", turn.violation().cgroup().value())
        .addKeyValue("expected", violation.expected())
        .addKeyValue(begins ? "actual" : "was", violation.actual())
        .addKeyValue("binding", turn.violation().bindingText())
        .log(message(turn.kind()));
  }

  private static String message(Turn.Kind kind) {
    return switch (kind) {
      case BEGAN -> "expectation violated";
      case RIGHTED -> "expectation no longer violated";
      case WITHDRAWN -> "violated expectation is not in force any more";
      case PROCESS_ENDED -> "process that violated an expectation ended";
      case CGROUP_LEFT -> "cgroup that violated an expectation is gone or left";
    };
  }

  private void tellHeldBack(RateLimit limit, String what) {
    long heldBack = limit.takeHeldBack();
    if (heldBack > 0) {
      logger
          .atWarn()
          .addKeyValue("held_back", heldBack)
          .log("not all {} were logged, since there were too many", what);
    }
  }
}

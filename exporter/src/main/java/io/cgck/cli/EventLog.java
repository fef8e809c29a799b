package io.cgck.cli;

import io.cgck.expect.Assessment;
import io.cgck.expect.Standing;
import io.cgck.expect.Turn;
import io.cgck.model.CgroupPath;
import io.cgck.model.Move;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Logs moves and violations, one structured line each: at most so many of either in a span of time,
 * since whoever may move processes could fill the log, and of the processes of one user at most
 * half of them. What was held back is counted in a line.
 */
final class EventLog {
  private static final int MOST = 100;
  private static final Duration SPAN = Duration.ofSeconds(10);

  /** Not through SLF4J, whose binding for java.util.logging makes one text of all fields. */
  private final Logger logger = Logger.getLogger("io.cgck.expect");

  private final RateLimit moves;
  private final RateLimit turns;

  EventLog(LongSupplier nanoTime) {
    this.moves = new RateLimit(MOST, SPAN, nanoTime);
    this.turns = new RateLimit(MOST, SPAN, nanoTime);
  }

  void log(Assessment assessment) {
    MoveRows.of(assessment.moves()).stream()
        .filter(row -> moves.passes(row.uid()))
        .forEach(this::log);
    assessment.judgements().turns().stream()
        .filter(turn -> turns.passes(turn.violation().expectation().name()))
        .forEach(this::log);
    tellHeldBack(moves, "moves");
    tellHeldBack(turns, "changes of violations");
  }

  private void log(MoveRows.Row row) {
    Move move = row.move();
    log(
        Level.INFO,
        "process moved",
        LogFields.of(
            "pid",
            Integer.toString(move.process().pid()),
            "comm",
            move.comm(),
            "uid",
            row.uid(),
            "hierarchy",
            row.hierarchyNames(),
            "from",
            move.from().value(),
            "to",
            move.to().value(),
            "source",
            move.source().label()));
  }

  private void log(Turn turn) {
    Standing violation = turn.violation();
    String message =
        switch (turn.kind()) {
          case BEGAN -> "expectation violated";
          case RIGHTED -> "expectation no longer violated";
          case WITHDRAWN -> "violated expectation is not in force any more";
          case PROCESS_ENDED -> "process that violated an expectation ended";
        };
    boolean begins = turn.kind() == Turn.Kind.BEGAN;
    LogFields fields =
        LogFields.of(
            "expectation",
            violation.expectation().name(),
            "severity",
            violation.expectation().severity(),
            "pid",
            Integer.toString(turn.process().pid()),
            "comm",
            turn.process().comm(),
            "cgroup",
            turn.process().cgroup().map(CgroupPath::value).orElse(""),
            "expected",
            violation.expected(),
            begins ? "actual" : "was",
            violation.actual());
    log(begins ? Level.WARNING : Level.INFO, message, fields);
  }

  private void tellHeldBack(RateLimit limit, String what) {
    long heldBack = limit.takeHeldBack();
    if (heldBack > 0) {
      log(
          Level.WARNING,
          "not all " + what + " were logged, since there were too many",
          LogFields.of("held_back", Long.toString(heldBack)));
    }
  }

  private void log(Level level, String message, LogFields fields) {
    LogRecord entry = new LogRecord(level, message);
    entry.setLoggerName(logger.getName());
    entry.setParameters(new Object[] {fields});
    logger.log(entry);
  }
}

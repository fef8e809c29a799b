package io.cgck.query;

import io.cgck.explain.MoveFeed;
import io.cgck.metrics.Shown;
import io.cgck.model.Move;
import io.cgck.model.Mover;

/** Of moves may be told what is about processes that the metrics show. */
public final class ShownMoves implements MoveFeed.Discretion {
  private final Shown shown;

  public ShownMoves(Shown shown) {
    this.shown = shown;
  }

  @Override
  public boolean shows(Move move) {
    return shown
        .process(move.process().pid())
        .filter(process -> process.id().equals(move.process()))
        .isPresent();
  }

  @Override
  public boolean showsName(Mover mover) {
    return shown.shows(mover);
  }

  /** A PID may have been used again since: then the command name is another, most often. */
  @Override
  public boolean showsProcess(Mover mover) {
    return shown
        .process(mover.pid())
        .filter(process -> process.comm().equals(mover.comm()))
        .isPresent();
  }
}

package io.cgck.query;

import io.cgck.explain.MoveFeed;
import io.cgck.metrics.Shown;
import io.cgck.model.Move;
import io.cgck.model.Mover;
import io.cgck.model.ProcessInfo;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Of moves may be told what is about processes that the metrics show. */
public final class ShownMoves implements MoveFeed.Discretion {
  private final Shown shown;
  private final Map<Integer, ProcessInfo> byPid;

  public ShownMoves(Shown shown) {
    this.shown = shown;
    this.byPid =
        shown.processes().stream()
            .collect(Collectors.toUnmodifiableMap(ProcessInfo::pid, Function.identity()));
  }

  @Override
  public boolean shows(Move move) {
    ProcessInfo process = byPid.get(move.process().pid());
    return process != null && process.id().equals(move.process());
  }

  @Override
  public boolean showsName(Mover mover) {
    return shown.shows(mover);
  }

  /** A PID may have been used again since: then the command name is another, most often. */
  @Override
  public boolean showsProcess(Mover mover) {
    ProcessInfo process = byPid.get(mover.pid());
    return process != null && process.comm().equals(mover.comm());
  }
}

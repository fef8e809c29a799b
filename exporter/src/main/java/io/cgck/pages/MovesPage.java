package io.cgck.pages;

import static java.util.Objects.requireNonNull;

import io.cgck.explain.MoveFeed;
import io.cgck.metrics.Shown;
import io.cgck.query.Paging;
import io.cgck.query.Slice;
import io.cgck.scan.TraceStatus;
import java.util.List;

/**
 * The latest moves.
 *
 * @param older how many there were before, which are not listed
 * @param traced whether the kernel reports them
 * @param stream where further ones come from, for the script
 */
record MovesPage(Frame frame, List<MoveRow> rows, long older, boolean traced, String stream) {
  private static final int ROWS = 200;

  /** An ID that no daemon tells, so that after it come all moves that are kept. */
  private static final String BEFORE_ALL = "0-0";

  MovesPage {
    requireNonNull(frame, "frame is null");
    rows = List.copyOf(rows);
    requireNonNull(stream, "stream is null");
  }

  static MovesPage of(MoveFeed moves, Shown shown, Frame frame) {
    MoveFeed.Contents contents = moves.contents();
    List<MoveRow> rows =
        Slice.of(contents.moves().reversed(), new Paging(0, ROWS))
            .fitting(Weight.ROOM, told -> MoveRow.of(told, frame.links()), MoveRow::weight)
            .items();
    return new MovesPage(
        frame,
        rows,
        contents.forgotten() + contents.moves().size() - rows.size(),
        shown.trace().map(TraceStatus::up).orElse(false),
        frame.links().toOther("api/v1/moves/stream?last_event_id=" + last(contents)));
  }

  /** Where the stream has to go on, so that nothing is missed between the page and it. */
  private static String last(MoveFeed.Contents contents) {
    return contents.moves().isEmpty() ? BEFORE_ALL : contents.moves().getLast().id();
  }
}

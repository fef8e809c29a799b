package io.cgck.pages;

import static java.util.Objects.requireNonNull;

import io.cgck.explain.MoveFeed;
import io.cgck.explain.MoveRows;

/**
 * A row of the table of moves.
 *
 * @param href of the process, which may be gone by now
 * @param from where it was; empty if nobody had seen it before
 * @param mover who did it; empty if unknown, or if metrics do not name them
 * @param moverPlace the container or unit of the mover; likewise
 * @param away for how long it was away from where it is now; empty if it is new there
 */
record MoveRow(
    String time,
    int pid,
    String comm,
    String href,
    String hierarchies,
    String from,
    String to,
    String source,
    String mover,
    String moverPlace,
    String away) {
  MoveRow {
    requireNonNull(time, "time is null");
    requireNonNull(comm, "comm is null");
    requireNonNull(href, "href is null");
    requireNonNull(hierarchies, "hierarchies is null");
    requireNonNull(from, "from is null");
    requireNonNull(to, "to is null");
    requireNonNull(source, "source is null");
    requireNonNull(mover, "mover is null");
    requireNonNull(moverPlace, "moverPlace is null");
    requireNonNull(away, "away is null");
  }

  static MoveRow of(MoveFeed.Told told, Links links) {
    MoveRows.Row row = told.row();
    int pid = row.move().process().pid();
    return new MoveRow(
        Text.timeToMillis(row.move().time()),
        pid,
        row.move().comm(),
        links.process(pid),
        row.hierarchyNames(),
        row.from(),
        row.move().to().value(),
        row.move().how().label(),
        told.mover().map(MoveRow::name).orElse(""),
        told.mover().map(known -> known.process() ? row.moverPlace() : row.moverUnit()).orElse(""),
        row.away());
  }

  long weight() {
    return Weight.of(comm, from, to, mover, moverPlace);
  }

  private static String name(MoveFeed.KnownMover known) {
    String pid = known.process() ? Integer.toString(known.mover().pid()) : "";
    return (pid + " " + known.mover().comm()).strip();
  }
}

package io.cgck.explain;

import io.cgck.attribute.Attribution;
import io.cgck.attribute.Attributor;
import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.Move;
import io.cgck.model.Mover;
import io.cgck.model.ProcessId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves as people read them: systemd and runtimes move a process in all hierarchies at once, which
 * is one event and not ten.
 */
public final class MoveRows {
  private MoveRows() {}

  /** One move, in one hierarchy or several. */
  public record Row(Move move, List<Hierarchy> hierarchies) {
    public Row {
      hierarchies = List.copyOf(hierarchies);
    }

    /** Where it was; empty if nobody had seen it before. */
    public String from() {
      return move.from().map(CgroupPath::value).orElse("");
    }

    /** For how long it was away from where it is now, as {@code 52ms}; empty if it is new there. */
    public String away() {
      return move.away().map(away -> away.toMillis() + "ms").orElse("");
    }

    /** Who moved it; empty if unknown. */
    public Optional<Mover> mover() {
      return move.mover();
    }

    /** The container of the mover, or else its unit; empty if unknown. */
    public String moverPlace() {
      Attribution of = madeOfMover();
      return of.containerId().isEmpty() ? of.unit() : of.containerId();
    }

    /** The unit of the mover; empty if unknown. */
    public String moverUnit() {
      return madeOfMover().unit();
    }

    private Attribution madeOfMover() {
      return mover()
          .flatMap(Mover::cgroup)
          .map(new Attributor()::attribute)
          .orElse(Attribution.NONE);
    }

    /** The user ID; empty if unread. */
    public String uid() {
      return move.uid().isPresent() ? Integer.toUnsignedString(move.uid().getAsInt()) : "";
    }

    /** The hierarchies as people name them, separated by commas. */
    public String hierarchyNames() {
      return String.join(",", hierarchies.stream().map(Hierarchy::title).toList());
    }
  }

  /**
   * Moves that are one event.
   *
   * @param nth how often there was such a move before in the same hierarchy
   */
  private record Key(ProcessId process, Optional<CgroupPath> from, CgroupPath to, int nth) {}

  private record Way(
      ProcessId process, Optional<CgroupPath> from, CgroupPath to, Hierarchy hierarchy) {}

  public static List<Row> of(List<Move> moves) {
    Map<Key, List<Move>> grouped = new LinkedHashMap<>();
    Map<Way, Integer> seen = new HashMap<>();
    for (Move move : moves) {
      int nth =
          seen.merge(
              new Way(move.process(), move.from(), move.to(), move.hierarchy()), 1, Integer::sum);
      grouped
          .computeIfAbsent(
              new Key(move.process(), move.from(), move.to(), nth), same -> new ArrayList<>())
          .add(move);
    }
    return grouped.values().stream()
        .map(same -> new Row(same.getFirst(), same.stream().map(Move::hierarchy).sorted().toList()))
        .toList();
  }
}

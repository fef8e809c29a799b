package io.cgck.cli;

import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.Move;
import io.cgck.model.ProcessId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Moves as people read them: systemd and runtimes move a process in all hierarchies at once, which
 * is one event and not ten.
 */
final class MoveRows {
  private MoveRows() {}

  /** One move, in one hierarchy or several. */
  record Row(Move move, List<Hierarchy> hierarchies) {
    Row {
      hierarchies = List.copyOf(hierarchies);
    }

    /** The user ID; empty if unread. */
    String uid() {
      return move.uid().isPresent() ? Integer.toUnsignedString(move.uid().getAsInt()) : "";
    }

    /** The hierarchies as people name them, separated by commas. */
    String hierarchyNames() {
      return String.join(",", hierarchies.stream().map(Subject::nameOf).toList());
    }
  }

  private record Key(ProcessId process, CgroupPath from, CgroupPath to) {}

  static List<Row> of(List<Move> moves) {
    Map<Key, List<Move>> grouped = new LinkedHashMap<>();
    for (Move move : moves) {
      grouped
          .computeIfAbsent(
              new Key(move.process(), move.from(), move.to()), same -> new ArrayList<>())
          .add(move);
    }
    return grouped.values().stream()
        .map(same -> new Row(same.getFirst(), same.stream().map(Move::hierarchy).sorted().toList()))
        .toList();
  }
}

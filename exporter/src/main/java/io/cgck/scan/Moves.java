package io.cgck.scan;

import io.cgck.model.Membership;
import io.cgck.model.Move;
import io.cgck.model.ProcessId;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The moves between two snapshots, in all hierarchies. */
public final class Moves {
  private Moves() {}

  public static List<Move> between(Snapshot before, Snapshot after) {
    Map<ProcessId, ProcessInfo> known = HashMap.newHashMap(before.processes().size());
    before.processes().forEach(process -> known.put(process.id(), process));
    List<Move> moves = new ArrayList<>();
    for (ProcessInfo now : after.processes()) {
      ProcessInfo last = known.get(now.id());
      // A zombie cannot be moved: what changes with its end is no move.
      if (last != null && !now.zombie() && !last.memberships().equals(now.memberships())) {
        compare(last, now, moves);
      }
    }
    return moves;
  }

  private static void compare(ProcessInfo before, ProcessInfo now, List<Move> moves) {
    for (Membership to : now.memberships()) {
      for (Membership from : before.memberships()) {
        if (from.hierarchy().equals(to.hierarchy()) && !from.cgroup().equals(to.cgroup())) {
          moves.add(new Move(now.id(), now.comm(), to.hierarchy(), from.cgroup(), to.cgroup()));
        }
      }
    }
  }
}

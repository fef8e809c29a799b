package io.cgck.scan;

import io.cgck.model.Membership;
import io.cgck.model.Move;
import io.cgck.model.ProcessInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The moves among the changes between two snapshots, in all hierarchies. */
public final class Moves {
  private Moves() {}

  /**
   * Finds them.
   *
   * @param noticed when the later snapshot was taken
   */
  public static List<Move> among(Changes changes, Instant noticed) {
    List<Move> moves = new ArrayList<>();
    for (Changes.Change change : changes.changed()) {
      // A zombie cannot be moved: what changes with its end is no move.
      if (!change.now().zombie()
          && !change.before().memberships().equals(change.now().memberships())) {
        compare(change.before(), change.now(), noticed, moves);
      }
    }
    return List.copyOf(moves);
  }

  private static void compare(
      ProcessInfo before, ProcessInfo now, Instant noticed, List<Move> moves) {
    for (Membership to : now.memberships()) {
      for (Membership from : before.memberships()) {
        if (from.hierarchy().equals(to.hierarchy()) && !from.cgroup().equals(to.cgroup())) {
          moves.add(
              new Move(
                  now.id(),
                  now.comm(),
                  now.details().uid(),
                  to.hierarchy(),
                  Optional.of(from.cgroup()),
                  to.cgroup(),
                  noticed,
                  new Move.Scanned()));
        }
      }
    }
  }
}

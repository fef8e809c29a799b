package io.cgck.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.model.CgroupMode;
import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.Membership;
import io.cgck.model.Move;
import io.cgck.model.Namespaces;
import io.cgck.model.Placement;
import io.cgck.model.ProcessDetails;
import io.cgck.model.ProcessId;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import io.cgck.model.Vantage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MovesTest {
  private static final Hierarchy MEMORY = new Hierarchy(4, "memory");
  private static final ProcessId ID = new ProcessId(7, 100);

  @Test
  void changeOfTheCgroupIsAMove() {
    assertThat(
            moves(
                snapshot(process(ID, "before", false, unified("/a"))),
                snapshot(process(ID, "after", false, unified("/b")))))
        .containsExactly(move("after", Hierarchy.UNIFIED, "/a", "/b"));
  }

  @Test
  void everyHierarchyCounts() {
    assertThat(
            moves(
                snapshot(process(ID, "x", false, memory("/m"), unified("/a"))),
                snapshot(process(ID, "x", false, memory("/n"), unified("/b")))))
        .containsExactly(move("x", MEMORY, "/m", "/n"), move("x", Hierarchy.UNIFIED, "/a", "/b"));
    assertThat(
            moves(
                snapshot(process(ID, "x", false, memory("/m"), unified("/a"))),
                snapshot(process(ID, "x", false, memory("/n"), unified("/a")))))
        .containsExactly(move("x", MEMORY, "/m", "/n"));
  }

  @Test
  void stayingIsNone() {
    Snapshot snapshot = snapshot(process(ID, "x", false, unified("/a")));

    assertThat(moves(snapshot, snapshot)).isEmpty();
  }

  @Test
  void birthAndDeathAreNone() {
    Snapshot with = snapshot(process(ID, "x", false, unified("/a")));

    assertThat(moves(snapshot(), with)).isEmpty();
    assertThat(moves(with, snapshot())).isEmpty();
  }

  @Test
  void pidUsedAgainIsNone() {
    assertThat(
            moves(
                snapshot(process(new ProcessId(7, 100), "x", false, unified("/a"))),
                snapshot(process(new ProcessId(7, 101), "x", false, unified("/b")))))
        .isEmpty();
  }

  /** A zombie shows up in the root cgroup of every v1 hierarchy. */
  @Test
  void endOfAProcessIsNone() {
    assertThat(
            moves(
                snapshot(process(ID, "x", false, memory("/m"), unified("/a"))),
                snapshot(process(ID, "x", true, memory("/"), unified("/a")))))
        .isEmpty();
  }

  @Test
  void hierarchyMountedMeanwhileIsNone() {
    assertThat(
            moves(
                snapshot(process(ID, "x", false, unified("/a"))),
                snapshot(process(ID, "x", false, memory("/m"), unified("/a")))))
        .isEmpty();
  }

  @Test
  void unreadCgroupIsNone() {
    Snapshot read = snapshot(process(ID, "x", false, unified("/a")));
    Snapshot unread = snapshot(process(ID, "x", false));

    assertThat(moves(read, unread)).isEmpty();
    assertThat(moves(unread, read)).isEmpty();
  }

  private static Membership unified(String path) {
    return new Membership(Hierarchy.UNIFIED, new CgroupPath(path), false);
  }

  private static Membership memory(String path) {
    return new Membership(MEMORY, new CgroupPath(path), false);
  }

  private static Move move(String comm, Hierarchy hierarchy, String from, String to) {
    return new Move(
        ID,
        comm,
        OptionalInt.of(33),
        hierarchy,
        Optional.of(new CgroupPath(from)),
        new CgroupPath(to),
        Instant.EPOCH,
        new Move.Scanned());
  }

  private static List<Move> moves(Snapshot before, Snapshot after) {
    return Moves.among(Changes.between(Optional.of(before), after), after.takenAt());
  }

  private static ProcessInfo process(
      ProcessId id, String comm, boolean zombie, Membership... memberships) {
    return new ProcessInfo(
        id,
        id.pid(),
        comm,
        1,
        false,
        0,
        zombie,
        OptionalDouble.empty(),
        List.of(memberships),
        Namespaces.UNREAD,
        Optional.empty(),
        Placement.UNREAD,
        new ProcessDetails(OptionalInt.of(33), Optional.empty(), Optional.empty()),
        false);
  }

  private static Snapshot snapshot(ProcessInfo... processes) {
    return new Snapshot(
        Instant.EPOCH,
        Duration.ZERO,
        new Vantage(true, Optional.of(true), Set.of()),
        CgroupMode.UNIFIED,
        List.of(Hierarchy.UNIFIED),
        Optional.of(Hierarchy.UNIFIED),
        List.of(processes),
        List.of(),
        List.of(),
        0,
        0,
        0,
        Map.of());
  }
}

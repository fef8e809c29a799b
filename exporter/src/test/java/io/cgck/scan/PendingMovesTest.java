package io.cgck.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.model.CgroupPath;
import io.cgck.model.Mover;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PendingMovesTest {
  private static final Mover MOVER = new Mover(9, "sh", Optional.empty());

  private final PendingMoves pending = new PendingMoves(3, 100, 110);
  private long nanos;

  private boolean move(int pid, String to) {
    return pending.add(pid, "x", 0, new CgroupPath(to), Optional.empty(), ++nanos, MOVER);
  }

  @Test
  void fewAreKeptAsTheyAre() {
    move(7, "/a");
    move(7, "/b");
    move(8, "/a");

    assertThat(pending.take())
        .containsExactly(
            step(7, Optional.empty(), "/a", 1, 1),
            step(7, Optional.of("/a"), "/b", 2, 1),
            step(8, Optional.empty(), "/a", 3, 1));
    assertThat(pending.merged()).isZero();
    assertThat(pending.take()).isEmpty();
  }

  @Test
  void ofManyOnlyTheWaysAreCountedAndTheLastComesLast() {
    for (int trip = 0; trip < 1000; trip++) {
      move(7, "/a");
      move(7, "/b");
    }
    move(7, "/a");

    List<Attachment> taken = pending.take();
    assertThat(taken)
        .containsExactly(
            step(7, Optional.empty(), "/a", 1, 1),
            step(7, Optional.of("/a"), "/b", 2, 1),
            step(7, Optional.of("/b"), "/a", 3, 1),
            step(7, Optional.of("/a"), "/b", 2000, 999),
            step(7, Optional.of("/b"), "/a", 2001, 999));
    assertThat(pending.merged()).isEqualTo(1998);
  }

  @Test
  void toWhereItIsIsNoMove() {
    move(7, "/a");
    move(7, "/a");

    assertThat(pending.take()).hasSize(1);
  }

  @Test
  void thereIsAnEndToWhatIsKept() {
    for (int pid = 1; pid <= 110; pid++) {
      assertThat(move(pid, "/a")).isTrue();
    }
    assertThat(move(111, "/a")).isFalse();
    assertThat(move(110, "/b")).as("a way that is new").isFalse();
    assertThat(pending.take()).hasSize(110);
    assertThat(move(111, "/a")).as("room again").isTrue();
  }

  private static Attachment step(
      int pid, Optional<String> from, String to, long nanos, long times) {
    return new Attachment(
        pid,
        "x",
        0,
        from.map(CgroupPath::new),
        new CgroupPath(to),
        Optional.empty(),
        nanos,
        MOVER,
        times);
  }
}

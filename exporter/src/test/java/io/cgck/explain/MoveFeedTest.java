package io.cgck.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.Move;
import io.cgck.model.Mover;
import io.cgck.model.ProcessId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MoveFeedTest {
  private static final Mover KNOWN = new Mover(1, "systemd", Optional.of(CgroupPath.ROOT));
  private static final Mover NAMED = new Mover(2, "sh", Optional.empty());
  private static final Mover SECRET = new Mover(3, "secret", Optional.empty());

  private final MoveFeed feed = new MoveFeed(2, 5);

  /** Of processes with odd PIDs nothing may be told. */
  private static class Tactful implements MoveFeed.Discretion {
    @Override
    public boolean shows(Move move) {
      return move.process().pid() % 2 == 0;
    }

    @Override
    public boolean showsName(Mover mover) {
      return !mover.equals(SECRET);
    }

    @Override
    public boolean showsProcess(Mover mover) {
      return mover.equals(KNOWN);
    }
  }

  private void move(int pid, Mover mover) {
    move(pid, mover, new Tactful());
  }

  private void move(int pid, Mover mover, MoveFeed.Discretion discretion) {
    feed.add(
        List.of(
            new Move(
                new ProcessId(pid, pid),
                "comm",
                OptionalInt.empty(),
                Hierarchy.UNIFIED,
                Optional.of(CgroupPath.ROOT),
                new CgroupPath("/there"),
                Instant.EPOCH,
                new Move.Traced(mover, 1, Optional.empty()))),
        discretion);
  }

  private List<Integer> pids() {
    return feed.contents().moves().stream().map(told -> told.row().move().process().pid()).toList();
  }

  @Test
  void keepsTheLatestAndCountsTheOthers() {
    List<String> heard = new ArrayList<>();
    Runnable listener = () -> heard.add("move");
    feed.listen(listener);
    move(2, KNOWN);
    move(3, KNOWN);
    move(4, KNOWN);
    move(6, KNOWN);
    feed.forget(listener);
    move(8, KNOWN);

    assertThat(pids()).containsExactly(6, 8);
    assertThat(feed.contents().forgotten()).isEqualTo(2);
    assertThat(feed.contents().withheld()).isEqualTo(1);
    assertThat(heard).hasSize(3);
    assertThat(feed.after(3).moves()).extracting(MoveFeed.Told::id).containsExactly("5-4");
    assertThat(feed.after(3).missed()).isZero();
    assertThat(feed.after(1).missed()).isEqualTo(1);
  }

  /** A client that goes on hears how many it missed, and nothing twice. */
  @Test
  void idsGoOnAfterAllIsForgotten() {
    move(2, KNOWN);
    move(4, KNOWN);
    feed.forgetAll();
    move(6, KNOWN);

    assertThat(feed.contents().moves()).extracting(MoveFeed.Told::id).containsExactly("5-3");
    assertThat(feed.contents().forgotten()).isEqualTo(2);
    assertThat(feed.after(1).missed()).isEqualTo(1);
    assertThat(feed.after(1).moves()).hasSize(1);
    assertThat(feed.after(3).moves()).isEmpty();
  }

  @Test
  void aMoverIsToldAsFarAsItIsShown() {
    move(2, KNOWN);
    move(4, NAMED);
    assertThat(feed.contents().moves())
        .extracting(MoveFeed.Told::mover)
        .containsExactly(
            Optional.of(new MoveFeed.KnownMover(KNOWN, true, true)),
            Optional.of(new MoveFeed.KnownMover(NAMED, true, false)));

    move(6, SECRET);
    assertThat(feed.contents().moves().getLast().mover()).isEmpty();
  }

  @Test
  void anIdOfAnotherDaemonOrOfTheFutureIsBeforeAll() {
    move(2, KNOWN);

    assertThat(feed.numberOf("5-1")).hasValue(1L);
    assertThat(feed.numberOf("5-2")).hasValue(0L);
    assertThat(feed.numberOf("4-1")).hasValue(0L);
    assertThat(feed.numberOf("1")).isEmpty();
    assertThat(feed.numberOf("5-")).isEmpty();
    assertThat(feed.numberOf("99999999999999999999-1")).isEmpty();
  }

  /** The one that adds scans: a client that reads, with a low priority, must not make it wait. */
  @Test
  void whoReadsNeedsNoLock() throws Exception {
    move(2, KNOWN);
    synchronized (feed) {
      CompletableFuture<Integer> read =
          CompletableFuture.supplyAsync(
              () -> feed.contents().moves().size() + feed.after(feed.lastNumber()).moves().size());
      assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  @Test
  void whatIsJudgedIsJudgedWithoutALock() throws Exception {
    MoveFeed.Contents before = feed.contents();
    move(
        4,
        KNOWN,
        new Tactful() {
          @Override
          public boolean shows(Move move) {
            return !Thread.holdsLock(feed);
          }
        });

    assertThat(feed.contents().moves()).hasSize(before.moves().size() + 1);
  }
}

package io.cgck.scan;

import static io.cgck.fixture.Sketch.process;
import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.fixture.Sketch;
import io.cgck.model.CgroupPath;
import io.cgck.model.Move;
import io.cgck.model.Mover;
import io.cgck.model.ProcessId;
import io.cgck.model.Snapshot;
import io.cgck.property.Property;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MovementTest {
  private static final Mover SHELL = new Mover(9, "sh", Optional.empty());
  private static final long MILLI = 1_000_000;

  private final Movement movement = new Movement();
  private final PendingMoves events = new PendingMoves(4, 100, 200);
  private Optional<Snapshot> last = Optional.empty();
  private long millis;

  /** A scan, and what is said of it: {@code PID FROM>TO SOURCE}. */
  private List<String> scan(Sketch... processes) {
    return moves(processes).stream().map(MovementTest::text).toList();
  }

  private List<Move> moves(Sketch... processes) {
    Snapshot now = Sketch.snapshot(Instant.EPOCH.plusMillis(millis), processes);
    TraceBatch batch =
        new TraceBatch(
            events.take(),
            Set.of(),
            false,
            Instant.EPOCH.plusMillis(millis),
            millis * MILLI,
            Optional.empty());
    List<Move> moves = movement.between(last, now, Changes.between(last, now), batch);
    last = Optional.of(now);
    return moves;
  }

  private static String text(Move move) {
    return "%d %s>%s %s%s"
        .formatted(
            move.process().pid(),
            move.from().map(CgroupPath::value).orElse("?"),
            move.to(),
            move.how().label(),
            move.times() == 1 ? "" : " " + move.times());
  }

  private void event(int pid, String to) {
    event(pid, to, SHELL);
  }

  private void event(int pid, String to, Mover mover) {
    millis += 10;
    assertThat(events.add(pid, "x", 0, new CgroupPath(to), Optional.empty(), millis * MILLI, mover))
        .isTrue();
  }

  /** Also one that was moved and ended before anybody looked, of which there can be many. */
  @Test
  void whatHasEndedIsForgotten() {
    for (int pid = 1; pid <= 100; pid++) {
      scan(process(pid, "x", "/home"));
      event(pid, "/away");
      assertThat(scan()).containsExactly(pid + " /home>/away trace");
    }

    assertThat(movement.remembered()).isZero();
  }

  @Test
  void aTripBetweenTwoScansIsTwoMoves() {
    scan(process(7, "x", "/home"));
    event(7, "/away");
    millis += 40;
    event(7, "/home");
    List<Move> moves = moves(process(7, "x", "/home"));

    assertThat(moves)
        .extracting(MovementTest::text)
        .containsExactly("7 /home>/away trace", "7 /away>/home trace");
    assertThat(moves.getFirst().away()).isEmpty();
    assertThat(moves.getLast().away()).contains(Duration.ofMillis(50));
    assertThat(moves.getLast().mover()).contains(SHELL);
    assertThat(moves.getLast().time()).isEqualTo(Instant.EPOCH.plusMillis(60));
    assertThat(scan(process(7, "x", "/home"))).isEmpty();
  }

  @Test
  void onTheNextTripItIsAwayOnceMore() {
    scan(process(7, "x", "/home"));
    event(7, "/away");
    event(7, "/home");
    scan(process(7, "x", "/home"));
    event(7, "/away");
    event(7, "/home");

    assertThat(moves(process(7, "x", "/home")))
        .extracting(Move::away)
        .containsExactly(Optional.empty(), Optional.of(Duration.ofMillis(10)));
  }

  @Test
  void whatBothSawCountsOnce() {
    scan(process(7, "x", "/a"));
    event(7, "/b");
    assertThat(scan(process(7, "x", "/b"))).containsExactly("7 /a>/b trace");
  }

  @Test
  void anEventThatComesAfterTheScanSawItSaysNothingNew() {
    scan(process(7, "x", "/a"));
    assertThat(scan(process(7, "x", "/b"))).containsExactly("7 /a>/b scan");
    event(7, "/b");
    assertThat(scan(process(7, "x", "/b"))).isEmpty();
  }

  @Test
  void aMoveAfterTheScanHadLookedIsNotTakenBack() {
    scan(process(7, "x", "/a"));
    event(7, "/b");
    // The scan had looked before.
    assertThat(scan(process(7, "x", "/a"))).containsExactly("7 /a>/b trace");
    assertThat(scan(process(7, "x", "/b"))).isEmpty();
  }

  @Test
  void whatEventsDoNotExplainTheScanNoticed() {
    scan(process(7, "x", "/a"));
    event(7, "/b");
    assertThat(scan(process(7, "x", "/c"))).containsExactly("7 /a>/b trace", "7 /b>/c scan");
    assertThat(scan(process(7, "x", "/d"))).containsExactly("7 /c>/d scan");
  }

  /** An event may come after the scan has begun, and what it does not explain is later still. */
  @Test
  void whatTheScanNoticedComesAfterTheEventsThatLedThere() {
    scan(process(7, "x", "/a"));
    event(7, "/b");
    millis -= 5;
    List<Move> moves = moves(process(7, "x", "/c"));

    assertThat(moves)
        .extracting(MovementTest::text)
        .containsExactly("7 /a>/b trace", "7 /b>/c scan");
    assertThat(moves).extracting(Move::time).isSorted();
  }

  @Test
  void whoMovesItselfIsOfThePlaceThatItCameFrom() {
    scan(process(7, "x", "/a"), process(8, "y", "/b"));
    event(7, "/c", new Mover(7, "x", Optional.of(new CgroupPath("/c"))));
    event(8, "/c", new Mover(7, "x", Optional.of(new CgroupPath("/c"))));
    event(9, "/c", new Mover(9, "new", Optional.of(new CgroupPath("/c"))));

    assertThat(moves(process(7, "x", "/c"), process(8, "y", "/c"), process(9, "new", "/c")))
        .extracting(move -> move.mover().flatMap(Mover::cgroup).orElseThrow().value())
        .containsExactly("/a", "/c", "/c");
  }

  @Test
  void mergedEventsCountForAllThatTheyStandFor() {
    scan(process(7, "x", "/a"));
    for (int trip = 0; trip < 50; trip++) {
      event(7, "/b");
      event(7, "/a");
    }
    assertThat(moves(process(7, "x", "/a")).stream().mapToLong(Move::times).sum()).isEqualTo(100);
  }

  @Test
  void theFirstMoveOfANewProcessComesFromNobodyKnowsWhere() {
    scan(process(7, "x", "/a"));
    event(8, "/b");
    event(8, "/c");
    assertThat(scan(process(7, "x", "/a"), process(8, "y", "/c")))
        .containsExactly("8 ?>/b trace", "8 /b>/c trace");
  }

  /** As with {@code clone3(CLONE_INTO_CGROUP)}, which makes no event. */
  @Test
  void whereAProcessIsBornIsNoMove() {
    scan(process(7, "x", "/a"));
    assertThat(scan(process(7, "x", "/a"), process(8, "y", "/elsewhere").childOf(7))).isEmpty();
  }

  @Test
  void whatMovedAndEndedIsCounted() {
    scan(process(7, "x", "/a"));
    event(7, "/b");
    assertThat(scan()).containsExactly("7 /a>/b trace");
  }

  @Test
  void whatCameMovedAndWentIsNamedByTheEvent() {
    scan(process(7, "x", "/a"));
    assertThat(
            events.add(
                8,
                "runc:[0:PARENT]",
                0,
                new CgroupPath("/b"),
                Optional.of(new ProcessId(8, 55)),
                5,
                SHELL))
        .isTrue();
    List<Move> moves = moves(process(7, "x", "/a"));

    assertThat(moves).extracting(MovementTest::text).containsExactly("8 ?>/b trace");
    assertThat(moves.getFirst().comm()).isEqualTo("runc:[0:PARENT]");
  }

  /** As are the first processes of container runtimes, some milliseconds after they were moved. */
  @Test
  void whatHadGoneBeforeAnybodyLookedIsCounted() {
    scan(process(7, "x", "/a"));
    event(8, "/b");
    event(8, "/c");

    assertThat(scan(process(7, "x", "/a"))).hasSize(2).allMatch(move -> move.startsWith("8 "));
  }

  @Test
  void nobodyIsKnownBeforeTheFirstScan() {
    event(7, "/b");
    assertThat(scan(process(7, "x", "/b"))).isEmpty();
  }

  /** However looks, events and losses come together, the places of the moves make one way. */
  @Test
  void movesOfAProcessMakeOneWay() {
    Property.holds(
        3_000,
        random -> {
          MovementTest test = new MovementTest();
          String[] places = {"/a", "/b", "/c"};
          String place = "/a";
          long truth = 0;
          boolean lossless = random.nextBoolean();
          List<String> unread = new ArrayList<>();
          List<Move> all = new ArrayList<>(test.moves(process(7, "x", place)));
          for (int step = 0; step < 30; step++) {
            if (random.nextInt(3) > 0) {
              String next = places[random.nextInt(places.length)];
              truth += next.equals(place) ? 0 : 1;
              place = next;
              if (lossless || random.nextInt(4) > 0) {
                unread.add(next);
              }
            } else {
              // All events until the end of the scan are read after it, and perhaps later ones.
              String seen = place;
              if (random.nextInt(3) == 0) {
                String next = places[random.nextInt(places.length)];
                truth += next.equals(place) ? 0 : 1;
                place = next;
                unread.add(next);
              }
              unread.forEach(to -> test.event(7, to));
              unread.clear();
              all.addAll(test.moves(process(7, "x", seen)));
            }
          }
          unread.forEach(to -> test.event(7, to));
          all.addAll(test.moves(process(7, "x", place)));
          all.addAll(test.moves(process(7, "x", place)));

          assertThat(balance(all, "/a") + (place.equals("/a") ? 0 : 1)).isZero();
          for (String each : new String[] {"/b", "/c"}) {
            assertThat(balance(all, each)).isEqualTo(place.equals(each) ? 1 : 0);
          }
          if (lossless) {
            assertThat(all.stream().mapToLong(Move::times).sum()).isEqualTo(truth);
          }
        });
  }

  /** How often it came there more than it left. */
  private static long balance(List<Move> moves, String place) {
    return moves.stream()
        .mapToLong(
            move ->
                (move.to().value().equals(place) ? move.times() : 0)
                    - (move.from().orElseThrow().value().equals(place) ? move.times() : 0))
        .sum();
  }
}

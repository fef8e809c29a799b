package io.cgck.scan;

import static io.cgck.fixture.Sketch.process;
import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.fixture.Sketch;
import io.cgck.model.Birth;
import io.cgck.model.CgroupPath;
import io.cgck.model.Mover;
import io.cgck.model.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BirthsTest {
  private static final Sketch PARENT = process(7, "x", "/home");
  private static final Sketch CHILD = process(8, "y", "/away").childOf(7);
  private static final TraceStatus UP =
      new TraceStatus(true, "", "/t", new TreeMap<>(), 0, 0, 0, 0);

  private static TraceBatch events(boolean incomplete, Integer... moved) {
    return new TraceBatch(
        List.of(moved).stream()
            .map(
                pid ->
                    new Attachment(
                        pid,
                        "x",
                        0,
                        Optional.empty(),
                        new CgroupPath("/away"),
                        Optional.empty(),
                        0,
                        new Mover(1, "sh", Optional.empty()),
                        1))
            .toList(),
        Set.of(),
        incomplete,
        Instant.EPOCH,
        0,
        Optional.of(UP));
  }

  private static List<Birth> births(TraceBatch events, Sketch parentNow, Sketch child) {
    Snapshot before = Sketch.snapshot(Instant.EPOCH, PARENT);
    Snapshot now = Sketch.snapshot(Instant.EPOCH, parentNow, child);
    return births(new Births(), before, now, events);
  }

  private static List<Birth> births(
      Births births, Snapshot before, Snapshot now, TraceBatch events) {
    return births.elsewhere(
        Optional.of(before), now, Changes.between(Optional.of(before), now), events);
  }

  @Test
  void whoWasMovedBeforeAScanListedItWasMoved() {
    Births births = new Births();
    Snapshot without = Sketch.snapshot(Instant.EPOCH, PARENT);
    Snapshot with = Sketch.snapshot(Instant.EPOCH, PARENT, CHILD);

    assertThat(births(births, without, without, events(false, 8))).isEmpty();
    assertThat(births(births, without, with, events(false))).isEmpty();
    assertThat(births(births, without, with, events(false))).as("of the same PID").hasSize(1);
  }

  @Test
  void whoBeginsElsewhereThanTheParentIsNamed() {
    assertThat(births(events(false), PARENT, CHILD))
        .singleElement()
        .satisfies(
            birth -> {
              assertThat(birth.process().pid()).isEqualTo(8);
              assertThat(birth.cgroup().value()).isEqualTo("/away");
              assertThat(birth.parent().pid()).isEqualTo(7);
              assertThat(birth.parentCgroup().value()).isEqualTo("/home");
            });
  }

  @Test
  void whatMayBeOtherwiseIsNot() {
    assertThat(births(events(false), PARENT, CHILD.in("/home"))).as("with its parent").isEmpty();
    assertThat(births(events(false, 8), PARENT, CHILD)).as("moved").isEmpty();
    assertThat(births(events(false, 7), PARENT, CHILD)).as("its parent moved").isEmpty();
    assertThat(births(events(true), PARENT, CHILD)).as("events lost").isEmpty();
    assertThat(births(events(false), PARENT.in("/b"), CHILD)).as("parent elsewhere").isEmpty();
    assertThat(births(TraceBatch.NONE, PARENT, CHILD)).as("no events").isEmpty();
    assertThat(births(events(false), PARENT, CHILD.childOf(99))).as("no parent").isEmpty();
  }
}

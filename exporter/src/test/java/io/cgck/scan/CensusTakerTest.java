package io.cgck.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.fixture.Sketch;
import io.cgck.model.Hierarchy;
import io.cgck.model.Snapshot;
import io.cgck.property.Property;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CensusTakerTest {
  /** Nothing drifts, however long processes come, go and move. */
  @Test
  void countingWhatChangedGivesTheSameAsCountingAll() {
    Property.holds(
        50,
        random -> {
          CensusTaker taker = new CensusTaker();
          Map<Integer, Sketch> processes = new TreeMap<>();
          Optional<Snapshot> before = Optional.empty();
          for (int scan = 0; scan < 30; scan++) {
            live(processes, random);
            Snapshot now =
                Sketch.snapshot(Instant.EPOCH, processes.values().toArray(Sketch[]::new));
            assertThat(taker.after(Changes.between(before, now)))
                .isEqualTo(new CensusTaker().after(Changes.between(Optional.empty(), now)));
            before = Optional.of(now);
          }
        });
  }

  private static void live(Map<Integer, Sketch> processes, Random random) {
    for (int events = random.nextInt(6); events > 0; events--) {
      int pid = 1 + random.nextInt(30);
      switch (random.nextInt(3)) {
        case 0 -> processes.remove(pid);
        case 1 -> processes.put(pid, any(pid, random));
        default ->
            processes.computeIfPresent(
                pid, (same, was) -> random.nextBoolean() ? was.in(path(random)) : was.asZombie());
      }
    }
  }

  private static Sketch any(int pid, Random random) {
    Sketch process = Sketch.process(pid, "a", path(random)).started(random.nextInt(3));
    return switch (random.nextInt(4)) {
      case 0 -> process.namespace(7 + random.nextInt(3), "/");
      case 1 -> process.inUnread();
      case 2 -> process.alsoIn(new Hierarchy(3, "cpu"), path(random));
      default -> process;
    };
  }

  private static String path(Random random) {
    return "/" + random.nextInt(5);
  }
}

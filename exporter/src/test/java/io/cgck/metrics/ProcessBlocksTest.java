package io.cgck.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cgck.fixture.Sketch;
import io.cgck.model.ProcessInfo;
import io.cgck.property.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProcessBlocksTest {
  private static List<ProcessInfo> processes(int... pids) {
    return IntStream.of(pids).mapToObj(pid -> Sketch.process(pid, "a", "/").build()).toList();
  }

  /** What holds for each block would not hold for all: no series twice, each in its place. */
  @Test
  void onlyProcessesInOrderAreDivided() {
    for (List<ProcessInfo> wrong : List.of(processes(2, 1), processes(1, 1))) {
      assertThatThrownBy(() -> ProcessBlocks.divide(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void oneMoreProcessLeavesMostBlocksAsTheyWere() {
    Property.holds(
        20,
        random -> {
          List<ProcessInfo> before = any(random);
          List<ProcessInfo> after = new ArrayList<>(before);
          after.remove(random.nextInt(after.size()));
          List<List<ProcessInfo>> blocks = ProcessBlocks.divide(before);

          assertThat(blocks.stream().flatMap(List::stream)).isEqualTo(before);
          assertThat(ProcessBlocks.divide(after))
              .haveAtLeast(
                  blocks.size() - 2,
                  new org.assertj.core.api.Condition<>(blocks::contains, "as before"));
        });
  }

  private static List<ProcessInfo> any(Random random) {
    return processes(random.ints(3000, 1, 1 << 22).distinct().sorted().toArray());
  }
}

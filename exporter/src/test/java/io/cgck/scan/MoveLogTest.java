package io.cgck.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.Move;
import io.cgck.model.ProcessId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MoveLogTest {
  @Test
  void keepsTheLatestAndCountsWhatItForgets() {
    MoveLog log = new MoveLog(3);
    log.add(List.of(move(1), move(2)));
    log.add(List.of());
    log.add(List.of(move(3), move(4), move(5)));

    assertThat(log.contents())
        .isEqualTo(new MoveLog.Contents(List.of(move(5), move(4), move(3)), 2));
  }

  @Test
  void isEmptyAtFirst() {
    assertThat(new MoveLog(3).contents()).isEqualTo(new MoveLog.Contents(List.of(), 0));
  }

  private static Move move(int pid) {
    return new Move(
        new ProcessId(pid, 1),
        "x",
        OptionalInt.empty(),
        Hierarchy.UNIFIED,
        Optional.of(CgroupPath.ROOT),
        new CgroupPath("/a"),
        Instant.EPOCH,
        new Move.Scanned());
  }
}

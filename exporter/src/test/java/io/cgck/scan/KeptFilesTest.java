package io.cgck.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.procfs.CgroupFile;
import io.cgck.procfs.Procfs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeptFilesTest {
  private static final int HELD_IN_ANY_CASE = 2048;

  /** To ask takes files of the daemon's own cgroup to be read: not for every process. */
  @Test
  void littleMemoryIsAskedForOnce() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    int pid = (int) ProcessHandle.current().pid();
    try (Procfs procfs = Procfs.open(Procfs.USUAL_PLACE)) {
      KeptFiles files =
          new KeptFiles(
              procfs,
              1 << 20,
              () -> {
                asked.incrementAndGet();
                return 32 << 20;
              });
      List<CgroupFile> held = new ArrayList<>();
      for (int more = 0; more < HELD_IN_ANY_CASE + 10; more++) {
        files.open(pid).ifPresent(held::add);
      }
      assertThat(held).hasSize(HELD_IN_ANY_CASE);
      assertThat(asked).hasValue(1);

      files.close(held.removeLast());
      files.open(pid).ifPresent(held::add);
      assertThat(held).hasSize(HELD_IN_ANY_CASE);
      held.forEach(files::close);
    }
  }
}

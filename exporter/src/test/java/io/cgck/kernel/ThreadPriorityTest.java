package io.cgck.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class ThreadPriorityTest {
  /** proc_pid_stat(5) counts from 1; what is before the third field ends with a parenthesis. */
  private static final int NICE_AFTER_COMM = 19 - 3;

  private static final int POLICY_AFTER_COMM = 41 - 3;

  @Test
  void oneThreadGivesWayAndTheOthersStayAsTheyAre() throws Exception {
    int before = nice();

    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      assertThat(in(other, ThreadPriorityTest::nice)).isEqualTo(before);
      assertThat(in(other, ThreadPriority::lower)).isTrue();
      assertThat(in(other, ThreadPriorityTest::nice)).isEqualTo(10);
      assertThat(in(other, ThreadPriorityTest::policy)).as("SCHED_BATCH").isEqualTo(3);
    }

    assertThat(nice()).isEqualTo(before);
    assertThat(policy()).as("SCHED_OTHER").isZero();
  }

  private static <T> T in(ExecutorService thread, Callable<T> work)
      throws ExecutionException, InterruptedException {
    return thread.submit(work).get();
  }

  private static int nice() throws IOException {
    return stat(NICE_AFTER_COMM);
  }

  private static int policy() throws IOException {
    return stat(POLICY_AFTER_COMM);
  }

  private static int stat(int fieldAfterComm) throws IOException {
    String stat = Files.readString(Path.of("/proc/thread-self/stat"));
    return Integer.parseInt(
        stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[fieldAfterComm]);
  }
}

package io.cgck.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.cgck.lab.CgroupLab;
import io.cgck.lab.LabProcess;
import io.cgck.model.Snapshot;
import io.cgck.procfs.Procfs;
import io.cgck.procfs.ProcfsException;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a scan leaves for the garbage collector, against the kernel that runs the tests. */
class ScannerAllocationTest {
  private static final int SLEEPERS = 400;
  private static final int SCANS = 60;
  private static final long MOST_BYTES = 64L << 10;

  /** Less than any object for each of the sleepers. */
  private static final long SAME = 8L * SLEEPERS;

  private static final ThreadMXBean THREADS =
      (ThreadMXBean) ManagementFactory.getPlatformMXBean(java.lang.management.ThreadMXBean.class);

  @Test
  void processesThatDidNotChangeCostNoMemoryHoweverManyTheyAre() throws Exception {
    try (CgroupLab lab = CgroupLab.open();
        Scanner scanner =
            Scanner.open(
                Procfs.USUAL_PLACE,
                Clock.systemUTC(),
                new Scanner.Economy(
                    Long.MAX_VALUE, Integer.MAX_VALUE, ScannerAllocationTest::nobodysTurn))) {
      long few = leastOfUnchanged(scanner);
      LabProcess sleepers =
          lab.start(
              lab.cgroup("home"),
              "sh",
              "-c",
              "n=0; while [ $n -lt %d ]; do sleep 300 & n=$((n + 1)); done; echo ready; wait"
                  .formatted(SLEEPERS));
      assertThat(sleepers.readLine()).isEqualTo("ready");

      long many = leastOfUnchanged(scanner);

      assertThat(many).as("bytes of a scan, with few processes %d", few).isLessThan(MOST_BYTES);
      assertThat(many - few).as("bytes more for %d processes", SLEEPERS).isLessThan(SAME);
    }
  }

  private static Rotation nobodysTurn(long scan, int processes) {
    return new Rotation(1, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /** Bytes that a scan allocates which finds what the one before it found. */
  @SuppressWarnings("ReferenceEquality") // What has not changed is the same object.
  private static long leastOfUnchanged(Scanner scanner) throws ProcfsException {
    long least = Long.MAX_VALUE;
    Snapshot before = scanner.scan(Set.of(), Duration.ZERO);
    for (int scan = 0; scan < SCANS; scan++) {
      long begin = THREADS.getCurrentThreadAllocatedBytes();
      Snapshot now = scanner.scan(Set.of(), Duration.ZERO);
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - begin;
      if (now.processes() == before.processes()) {
        least = Math.min(least, allocated);
      }
      before = now;
    }
    return least;
  }
}

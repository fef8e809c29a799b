package io.cgck.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.fixture.ProcfsFixture;
import io.cgck.kernel.ThreadClock;
import io.cgck.lab.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ScanLoopTest {
  private static final int SOME_BEATS = 50;

  @AutoClose private final ProcfsFixture procfs;

  ScanLoopTest() throws Exception {
    procfs = ProcfsFixture.unpack("unified");
  }

  /** What feeds the watchdog must not live on while the scanning thread is stuck. */
  @Test
  void itsHeartBeatsWhileItWaitsAndOnlyThen() {
    Beats free = new Beats(new CountDownLatch(0));
    Beats stuck = new Beats(new CountDownLatch(1));
    try (ScanLoop first = loop(free);
        ScanLoop second = loop(stuck)) {
      second.start();
      Waiting.patiently().until("a scan", () -> stuck.scans.get() == 1);
      first.start();
      Waiting.patiently().until("beats", () -> free.beats.get() >= SOME_BEATS);

      assertThat(stuck.beats).as("of the one that is stuck").hasValue(0);

      stuck.held.countDown();
      Waiting.patiently().until("beats again", () -> stuck.beats.get() >= SOME_BEATS);
      assertThat(stuck.scans).as("scans in an hour").hasValue(1);
    } finally {
      stuck.held.countDown();
    }
  }

  /** Whoever moves processes so that events are lost decides how often that is. */
  @Test
  void scansThatLostEventsAskForStayWithinTheBudget() {
    AtomicReference<ScanLoop> happened = new AtomicReference<>();
    CostlyScans scans = new CostlyScans(new AtomicLong(), new AtomicLong());
    try (ScanLoop loop =
        new ScanLoop(
            HeadStart.begin(procfs.root()),
            new ScanLoop.Settings(new Pace(Duration.ofHours(1), 0.01), Set.of()),
            scans,
            Duration.ofMillis(1),
            () -> {
              happened.get().happened();
              return new TraceBatch(
                  List.of(), Set.of(), true, Instant.EPOCH, System.nanoTime(), Optional.empty());
            })) {
      happened.set(loop);
      loop.start();

      Waiting.patiently()
          .until(
              () -> "a rest; scans: " + scans.count,
              () -> scans.count.get() > 1 && scans.beats.get() > 4 * SOME_BEATS);
    }
  }

  /** Each takes 100 ms of the CPU; beats are those since the last one. */
  private record CostlyScans(AtomicLong count, AtomicLong beats) implements ScanListener {
    @Override
    public void scanned(CompletedScan scan) {
      ThreadClock clock = new ThreadClock();
      long begin = clock.cpuNanos();
      while (clock.cpuNanos() - begin < 100_000_000) {
        Thread.onSpinWait();
      }
      count.incrementAndGet();
      beats.set(0);
    }

    @Override
    public void waiting() {
      beats.incrementAndGet();
    }
  }

  private ScanLoop loop(ScanListener listener) {
    return new ScanLoop(
        HeadStart.begin(procfs.root()),
        new ScanLoop.Settings(new Pace(Duration.ofHours(1), 1), Set.of()),
        listener,
        Duration.ofMillis(1),
        EventSource.NONE);
  }

  /** Counts what it hears; a scan that ended holds the thread for as long as it is told to. */
  private record Beats(CountDownLatch held, AtomicLong scans, AtomicLong beats)
      implements ScanListener {
    Beats(CountDownLatch held) {
      this(held, new AtomicLong(), new AtomicLong());
    }

    @Override
    public void scanned(CompletedScan scan) {
      scans.incrementAndGet();
      try {
        held.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void waiting() {
      beats.incrementAndGet();
    }
  }
}

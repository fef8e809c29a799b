package io.cgck.webconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FairQueueTest {
  @Test
  void withoutAThreadWhoAsksIsRefusedAndTheNextOneIsNot() throws Exception {
    AtomicInteger threads = new AtomicInteger();
    try (FairQueue queue =
        new FairQueue(
            work -> {
              if (threads.getAndIncrement() == 0) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              return Thread.ofPlatform().daemon().unstarted(work);
            })) {
      CountDownLatch refused = new CountDownLatch(1);
      queue.add("a", FairQueueTest::never, refused::countDown);
      assertThat(refused.await(10, TimeUnit.SECONDS)).isTrue();

      CountDownLatch run = new CountDownLatch(1);
      queue.add("a", run::countDown, FairQueueTest::never);
      assertThat(run.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void workThatThrowsTakesNobodyElsesTurn() throws Exception {
    try (FairQueue queue =
        new FairQueue(
            work -> {
              Thread thread = Thread.ofPlatform().daemon().unstarted(work);
              thread.setUncaughtExceptionHandler((one, defect) -> {});
              return thread;
            })) {
      CountDownLatch go = new CountDownLatch(1);
      CountDownLatch run = new CountDownLatch(2);
      queue.add(
          "a",
          () -> {
            awaitQuietly(go);
            throw new IllegalStateException("a defect");
          },
          FairQueueTest::never);
      queue.add("b", run::countDown, FairQueueTest::never);
      go.countDown();
      queue.add("c", run::countDown, FairQueueTest::never);

      assertThat(run.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void whatWaitsWhenItEndsIsRefused() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch refused = new CountDownLatch(1);
    FairQueue queue = new FairQueue("test", () -> {});
    queue.add(
        "a",
        () -> {
          started.countDown();
          awaitQuietly(refused);
        },
        FairQueueTest::never);
    assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
    queue.add("a", FairQueueTest::never, refused::countDown);
    queue.close();

    assertThat(refused.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private static void never() {
    throw new AssertionError("this has no turn, or is refused");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.cgck.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.expect.Assessor;
import io.cgck.expect.BuiltIn;
import io.cgck.fixture.Sketch;
import io.cgck.fixture.TestHost;
import io.cgck.lab.Waiting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PatientExpositionTest {
  private static final Duration FOR_LONG = Duration.ofDays(1);
  private static final Body WITHOUT = Body.of(new byte[] {0}, ContentCoding.IDENTITY);
  private static final Body WITH = Body.of(new byte[] {1}, ContentCoding.IDENTITY);

  private final Publisher publisher =
      new Publisher(TestHost.configuration(""), new BuildInfo("", "", ""), Clock.systemUTC());

  @Test
  void whoAsksBeforeTheFirstScanGetsIt() {
    Asking asking = Asking.of(expositionThatWaits(FOR_LONG));
    asking.awaitWaiting();

    publisher.publish(
        new Assessor(BuiltIn.defaults(), () -> 0).assess(Sketch.snapshot(Instant.EPOCH)), 0, 0);

    assertThat(asking.answer().join()).isEqualTo(WITH);
  }

  @Test
  void whereNoScanCanBeMadeNobodyWaits() {
    Asking asking = Asking.of(expositionThatWaits(FOR_LONG));
    asking.awaitWaiting();

    publisher.scanFailed();

    assertThat(asking.answer().join()).isEqualTo(WITHOUT);
  }

  @Test
  void patienceEnds() {
    assertThat(render(expositionThatWaits(Duration.ofMillis(1)))).isEqualTo(WITHOUT);
  }

  @Test
  void whoIsInterruptedWaitsNoLongerAndStaysInterrupted() {
    AtomicReference<Boolean> interrupted = new AtomicReference<>(false);
    Asking asking =
        Asking.of(
            (format, coding, names) -> {
              Body answer = expositionThatWaits(FOR_LONG).render(format, coding, names);
              interrupted.set(Thread.currentThread().isInterrupted());
              return answer;
            });
    asking.awaitWaiting();

    asking.thread().interrupt();

    assertThat(asking.answer().join()).isEqualTo(WITHOUT);
    assertThat(interrupted).hasValue(true);
  }

  private Exposition expositionThatWaits(Duration patience) {
    return new PatientExposition(
        (format, coding, names) -> publisher.snapshot().isPresent() ? WITH : WITHOUT,
        publisher,
        patience);
  }

  private static Body render(Exposition exposition) {
    return exposition.render(ExpositionFormat.TEXT, ContentCoding.IDENTITY, Set.of());
  }

  /** A scrape on a thread of its own. */
  private record Asking(Thread thread, CompletableFuture<Body> answer) {
    static Asking of(Exposition exposition) {
      CompletableFuture<Body> answer = new CompletableFuture<>();
      return new Asking(
          Thread.ofPlatform().daemon().start(() -> answer.complete(render(exposition))), answer);
    }

    void awaitWaiting() {
      Waiting.patiently().until("it waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
      assertThat(answer).isNotDone();
    }
  }
}

package io.cgck.benchmark;

import io.cgck.config.Configuration;
import io.cgck.expect.Assessor;
import io.cgck.fixture.TestHost;
import io.cgck.metrics.BuildInfo;
import io.cgck.metrics.Publisher;
import io.cgck.model.Snapshot;
import java.time.Clock;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What the scanning thread does with a scan of 10,000 processes after the scan: it is assessed and
 * published. All that did not change is the same object, as the scanner has it.
 */
@State(Scope.Benchmark)
public class PublishingMicro extends Micro {
  private final Snapshot first = SketchedHost.snapshot(1, 0);
  private final List<Snapshot> moving = List.of(first, SketchedHost.moved(first, 100));
  private final Configuration configuration =
      TestHost.configuration("processes: {limit: %d}".formatted(SketchedHost.PROCESSES));
  private final Assessor assessor = new Assessor(configuration.expectations(), System::nanoTime);
  private final Publisher publisher =
      new Publisher(configuration, new BuildInfo("1", "a", "25"), Clock.systemUTC());
  private long second = 1;

  @Setup
  public void meetAll() {
    publish(first);
  }

  @Benchmark
  public void nothingChanged() {
    publish(SketchedHost.later(first, ++second));
  }

  @Benchmark
  public void oneInAHundredMoved() {
    second++;
    publish(SketchedHost.later(moving.get((int) (second % 2)), second));
  }

  private void publish(Snapshot snapshot) {
    publisher.publish(assessor.assess(snapshot), 0.1, 5);
  }
}

package io.cgck.benchmark;

import io.cgck.config.Configuration;
import io.cgck.expect.Assessor;
import io.cgck.fixture.TestHost;
import io.cgck.metrics.BuildInfo;
import io.cgck.metrics.ExpositionFormat;
import io.cgck.metrics.Publisher;
import io.cgck.metrics.RegistryExposition;
import io.prometheus.client.CollectorRegistry;
import java.time.Clock;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The exposition of 10,000 processes, from a snapshot that is there. */
@State(Scope.Benchmark)
public class RenderingMicro extends Micro {
  @Param({"TEXT", "OPENMETRICS"})
  public ExpositionFormat format = ExpositionFormat.TEXT;

  private final CollectorRegistry registry = new CollectorRegistry();
  private final RegistryExposition exposition = new RegistryExposition(registry);

  @Setup
  public void publish() {
    Configuration configuration =
        TestHost.configuration("processes: {limit: %d}".formatted(SketchedHost.PROCESSES));
    Publisher publisher =
        new Publisher(configuration, new BuildInfo("1", "a", "25"), Clock.systemUTC());
    publisher.publish(
        new Assessor(configuration.expectations(), System::nanoTime)
            .assess(SketchedHost.snapshot(1, 0)),
        0.1,
        5);
    publisher.register(registry);
  }

  @Benchmark
  public byte[] render() {
    return exposition.text(format, Set.of());
  }
}

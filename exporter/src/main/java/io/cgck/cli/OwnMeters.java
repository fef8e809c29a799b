package io.cgck.cli;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.CollectorRegistry;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Meters of the daemon itself: the standard {@code process_} families of Prometheus' clients, and
 * Micrometer's for the Java virtual machine. Not Micrometer's for processors: the use of the host's
 * is not cgck's to tell, its own is {@code process_cpu_seconds_total}, and to work out their shares
 * the virtual machine reads files of its cgroups, for a fifth of what a scrape costs.
 */
final class OwnMeters implements AutoCloseable {
  private final CollectorRegistry registry;
  private final MeterRegistry meters;
  private Optional<JvmGcMetrics> garbageCollection = Optional.empty();
  private boolean closed;

  private OwnMeters(CollectorRegistry registry, MeterRegistry meters) {
    this.registry = registry;
    this.meters = meters;
  }

  @SuppressWarnings("deprecation") // the one of Micrometer's registries that shares simpleclient's
  static OwnMeters register(CollectorRegistry registry) {
    MeterRegistry meters =
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, registry, Clock.SYSTEM);
    meters.config().meterFilter(MeterFilter.deny(OwnMeters::isUnfit));
    return new OwnMeters(registry, meters);
  }

  MeterRegistry meters() {
    return meters;
  }

  /**
   * Adds what is known of the process and of the virtual machine, which until then is missing; to
   * wake up the management of the latter takes a tenth of the start.
   */
  synchronized void watchVirtualMachine() {
    if (closed) {
      return;
    }
    // Some of them log by java.util.logging, which would write lines of its own shape.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    OwnProcess process = new OwnProcess(Path.of("/proc/self"));
    process.register(registry);
    process.bindTo(meters);
    JvmGcMetrics collections = new JvmGcMetrics();
    garbageCollection = Optional.of(collections);
    collections.bindTo(meters);
    new ClassLoaderMetrics().bindTo(meters);
    new JvmMemoryMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    new ThreadStates().register(registry);
  }

  /**
   * What promtool objects to: timers of open tasks, which get samples without help in the text
   * format. The time of handling, of which Jetty's handler never knows the status. And what comes
   * from elsewhere.
   */
  private static boolean isUnfit(Meter.Id id) {
    return id.getName().startsWith("jetty.server.handling")
        || id.getName().equals("jetty.server.requests.open")
        || id.getName().equals(ThreadStates.METER);
  }

  @Override
  public synchronized void close() {
    closed = true;
    garbageCollection.ifPresent(JvmGcMetrics::close);
    meters.close();
  }
}

package io.cgck.cli;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.StandardExports;

/**
 * Meters of the daemon itself: the standard {@code process_} families of Prometheus' clients, and
 * Micrometer's for the Java virtual machine.
 */
record OwnMeters(MeterRegistry meters, JvmGcMetrics garbageCollection) implements AutoCloseable {
  @SuppressWarnings("deprecation") // the one of Micrometer's registries that shares simpleclient's
  static OwnMeters register(CollectorRegistry registry) {
    new StandardExports().register(registry);
    MeterRegistry meters =
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, registry, Clock.SYSTEM);
    bind(meters);
    JvmGcMetrics garbageCollection = new JvmGcMetrics();
    garbageCollection.bindTo(meters);
    return new OwnMeters(meters, garbageCollection);
  }

  private static void bind(MeterRegistry meters) {
    new ClassLoaderMetrics().bindTo(meters);
    new JvmMemoryMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
  }

  @Override
  public void close() {
    garbageCollection.close();
    meters.close();
  }
}

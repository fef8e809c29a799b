package io.cgck.cli;

import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How many threads are in which state: Micrometer's family of that name. Not by Micrometer, which
 * looks at all threads once for each of the six states.
 */
final class ThreadStates extends Collector implements Collector.Describable {
  static final String METER = "jvm.threads.states";

  private static final String NAME = "jvm_threads_states_threads";

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  @Override
  public List<MetricFamilySamples> collect() {
    Map<Thread.State, Integer> counts = new EnumMap<>(Thread.State.class);
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      // Null if it has ended meanwhile.
      if (thread != null) {
        counts.merge(thread.getThreadState(), 1, Integer::sum);
      }
    }
    GaugeMetricFamily family = family();
    for (Thread.State state : Thread.State.values()) {
      family.addMetric(
          List.of(state.name().toLowerCase(Locale.ROOT).replace('_', '-')),
          counts.getOrDefault(state, 0));
    }
    return List.of(family);
  }

  /** So that whoever asks for other families does not have threads looked at. */
  @Override
  public List<MetricFamilySamples> describe() {
    return List.of(family());
  }

  private static GaugeMetricFamily family() {
    return new GaugeMetricFamily(NAME, "The current number of threads", List.of("state"));
  }
}

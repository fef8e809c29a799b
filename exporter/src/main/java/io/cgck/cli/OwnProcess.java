package io.cgck.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The standard {@code process_} families of Prometheus' clients, and Micrometer's two about files,
 * of this process. Not those of the libraries: they list all open files, twice, for their number,
 * and the scanner keeps thousands of them open.
 */
final class OwnProcess extends Collector implements MeterBinder {
  private static final Logger LOG = LoggerFactory.getLogger(OwnProcess.class);

  private final UnixOperatingSystemMXBean system =
      (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final double startSeconds = ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3;
  private final Path descriptors;
  private final Path status;
  private boolean failing;

  /**
   * One about a process.
   *
   * @param directory {@code /proc/self}
   */
  OwnProcess(Path directory) {
    this.descriptors = directory.resolve("fd");
    this.status = directory.resolve("status");
  }

  @Override
  public List<MetricFamilySamples> collect() {
    List<MetricFamilySamples> families = new ArrayList<>();
    families.add(
        new CounterMetricFamily(
            "process_cpu_seconds_total",
            "Total user and system CPU time spent in seconds.",
            system.getProcessCpuTime() / 1e9));
    families.add(
        new GaugeMetricFamily(
            "process_start_time_seconds",
            "Start time of the process since unix epoch in seconds.",
            startSeconds));
    families.add(
        new GaugeMetricFamily(
            "process_open_fds", "Number of open file descriptors.", openDescriptors()));
    families.add(
        new GaugeMetricFamily(
            "process_max_fds",
            "Maximum number of open file descriptors.",
            system.getMaxFileDescriptorCount()));
    addMemory(families);
    return families;
  }

  private synchronized void addMemory(List<MetricFamilySamples> families) {
    try {
      Map<String, Double> bytes =
          Files.readAllLines(status).stream()
              .filter(line -> line.startsWith("VmSize:") || line.startsWith("VmRSS:"))
              .collect(
                  Collectors.toMap(
                      line -> line.substring(0, line.indexOf(':')), OwnProcess::bytes));
      Double size = bytes.get("VmSize");
      if (size != null) {
        families.add(
            new GaugeMetricFamily(
                "process_virtual_memory_bytes", "Virtual memory size in bytes.", size));
      }
      Double resident = bytes.get("VmRSS");
      if (resident != null) {
        families.add(
            new GaugeMetricFamily(
                "process_resident_memory_bytes", "Resident memory size in bytes.", resident));
      }
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        LOG.warn("the memory of cgck itself is not known: {} cannot be read", status, e);
      }
      failing = true;
    }
  }

  /** Of a line as {@code VmRSS: 1234 kB} (proc_pid_status(5)). */
  private static double bytes(String line) {
    return 1024.0 * Long.parseLong(line.replaceAll("\\D", ""));
  }

  /** The directory says how many there are since Linux 6.2; before, its size is 0. */
  double openDescriptors() {
    try {
      long size = Files.size(descriptors);
      return size > 0 ? size : system.getOpenFileDescriptorCount();
    } catch (IOException e) {
      LOG.debug("{} cannot be looked at", descriptors, e);
      return system.getOpenFileDescriptorCount();
    }
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("process.files.open", this, OwnProcess::openDescriptors)
        .description("The open file descriptor count")
        .baseUnit(BaseUnits.FILES)
        .register(registry);
    Gauge.builder("process.files.max", system, bean -> (double) bean.getMaxFileDescriptorCount())
        .description("The maximum file descriptor count")
        .baseUnit(BaseUnits.FILES)
        .register(registry);
  }
}

package io.cgck.config;

import static java.util.Objects.requireNonNull;

/** The configuration file; what it leaves out has its default. */
public record Configuration(ScanSettings scan, ProcessSettings processes, CgroupSettings cgroups) {
  public Configuration {
    requireNonNull(scan, "scan is null");
    requireNonNull(processes, "processes is null");
    requireNonNull(cgroups, "cgroups is null");
  }

  public static Configuration defaults() {
    return new Configuration(
        ScanSettings.defaults(), ProcessSettings.defaults(), CgroupSettings.defaults());
  }
}

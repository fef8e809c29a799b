package io.cgck.config;

import static java.util.Objects.requireNonNull;

import io.cgck.expect.BuiltIn;
import io.cgck.expect.Expectation;
import io.cgck.model.Detail;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The configuration file; what it leaves out has its default.
 *
 * @param expectations the built-in ones that are on, then those of the file
 */
public record Configuration(
    ScanSettings scan,
    ProcessSettings processes,
    CgroupSettings cgroups,
    TraceSection trace,
    List<Expectation> expectations) {
  public Configuration {
    requireNonNull(scan, "scan is null");
    requireNonNull(processes, "processes is null");
    requireNonNull(cgroups, "cgroups is null");
    requireNonNull(trace, "trace is null");
    expectations = List.copyOf(expectations);
  }

  public static Configuration defaults() {
    return new Configuration(
        ScanSettings.defaults(),
        ProcessSettings.defaults(),
        CgroupSettings.defaults(),
        TraceSection.defaults(),
        BuiltIn.defaults());
  }

  /** What must be read of processes beyond what every scan reads. */
  public Set<Detail> details() {
    EnumSet<Detail> details = EnumSet.noneOf(Detail.class);
    details.addAll(processes.details());
    expectations.forEach(expectation -> details.addAll(expectation.needs()));
    return Set.copyOf(details);
  }
}

package io.cgck.cli;

import io.cgck.cgroupfs.CgroupReader;
import io.cgck.config.Configuration;
import io.cgck.match.CgroupFilter;
import io.cgck.stats.CgroupWatch;
import io.cgck.stats.Plan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** The flag {@code --path.sysfs}, and the reading of cgroup files that it leads to. */
final class CgroupFiles {
  /** Share of the CPU budget that goes into reading files of cgroups, at most. */
  private static final double BUDGET_SHARE = 0.5;

  private static final Duration UNHURRIED = Duration.ofDays(1);

  /** All that can be told of all cgroups, at once. */
  static final Plan PLAN_FOR_ALL =
      new Plan(
          Configuration.defaults().cgroups().files(),
          CgroupFilter.ALL,
          Integer.MAX_VALUE,
          List.of(),
          UNHURRIED);

  private final Flag<Path> sysfs =
      Flag.withDefault(
          Path.class,
          "/sys",
          "DIR",
          "Where the sysfs is below whose fs/cgroup cgroups are mounted (${DEFAULT-VALUE}).",
          "--path.sysfs");

  void addTo(CommandSpec command) {
    sysfs.addTo(command);
  }

  /** What reads them by a plan. */
  CgroupWatch watch(Path procfs, Plan plan) {
    Path at = sysfs.value();
    return new CgroupWatch(() -> new CgroupReader(at, procfs), plan);
  }

  /** What a configuration asks for, for the daemon, which has all the time. */
  static Plan plan(Configuration configuration) {
    double nanos =
        configuration.scan().interval().toNanos() * configuration.scan().cpuBudget() * BUDGET_SHARE;
    return plan(configuration, Duration.ofNanos((long) nanos));
  }

  /** What a configuration asks for, all of it at once. */
  static Plan planAtOnce(Configuration configuration) {
    return plan(configuration, UNHURRIED);
  }

  private static Plan plan(Configuration configuration, Duration allowance) {
    return new Plan(
        configuration.cgroups().stats() ? configuration.cgroups().files() : Set.of(),
        configuration.cgroups().filter(),
        configuration.cgroups().limit(),
        configuration.expectations(),
        allowance);
  }
}

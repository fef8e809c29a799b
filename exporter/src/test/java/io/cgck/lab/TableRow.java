package io.cgck.lab;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One row of the tutorial's table, the same whether from {@code /metrics} or from {@code cgck ps}.
 * What could not be read, or is not there, is empty.
 */
public record TableRow(
    String comm, String cgroup, String cgroupNs, String nsCgroup, String mountRoot) {
  public static TableRow of(Samples samples, long pid) {
    Sample info = samples.one("cgck_process_info", Map.of("pid", Long.toString(pid)));
    return new TableRow(
        info.label("comm"),
        info.label("cgroup"),
        info.label("cgroup_ns"),
        info.label("ns_cgroup"),
        info.label("mount_root"));
  }

  public static TableRow of(PsRow row) {
    return new TableRow(
        row.comm(),
        Objects.toString(row.cgroup(), ""),
        Objects.toString(row.cgroupNs(), ""),
        Objects.toString(row.nsCgroup(), ""),
        Objects.toString(row.mountRoot(), ""));
  }

  /** PIDs that have a row in the metrics. */
  public static List<Long> pids(Samples samples) {
    return samples.named("cgck_process_info").stream()
        .map(sample -> Long.valueOf(sample.label("pid")))
        .toList();
  }
}

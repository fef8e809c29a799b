package io.cgck.it;

import io.cgck.lab.GuestReport;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files of cgroups in a guest that said the same before and after, by their whole paths.
 *
 * @param texts lines joined by line feeds
 */
record CgroupFilesOfGuest(Map<String, String> texts) {
  private static final String UNLIMITED_PAGES = "9223372036854771712";

  static CgroupFilesOfGuest stable(GuestReport report, String before, String after) {
    Map<String, String> texts = texts(report.text(before));
    texts.entrySet().retainAll(texts(report.text(after)).entrySet());
    return new CgroupFilesOfGuest(texts);
  }

  private static Map<String, String> texts(String grep) {
    Map<String, String> texts = new HashMap<>();
    grep.lines()
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              texts.merge(
                  line.substring(0, colon), line.substring(colon + 1), (a, b) -> a + "\n" + b);
            });
    return texts;
  }

  /** What families without a label beside the cgroup must say of it, by name. */
  Map<String, Double> expected(String cgroup) {
    Map<String, Double> all = new TreeMap<>();
    number(cgroup, "memory.max", 1).ifPresent(value -> all.put("memory_max_bytes", value));
    number(cgroup, "memory.limit_in_bytes", 1)
        .ifPresent(value -> all.put("memory_max_bytes", value));
    for (String file : new String[] {"high", "low", "min"}) {
      number(cgroup, "memory." + file, 1)
          .ifPresent(value -> all.put("memory_" + file + "_bytes", value));
    }
    number(cgroup, "memory.swap.max", 1)
        .ifPresent(value -> all.put("memory_swap_max_bytes", value));
    number(cgroup, "memory.current", 1).ifPresent(value -> all.put("memory_bytes", value));
    number(cgroup, "memory.usage_in_bytes", 1).ifPresent(value -> all.put("memory_bytes", value));
    keyed(cgroup, "memory.stat", "anon", 1)
        .or(() -> keyed(cgroup, "memory.stat", "total_rss", 1))
        .ifPresent(value -> all.put("memory_anon_bytes", value));
    keyed(cgroup, "memory.stat", "file", 1)
        .or(() -> keyed(cgroup, "memory.stat", "total_cache", 1))
        .ifPresent(value -> all.put("memory_file_bytes", value));
    number(cgroup, "pids.max", 1).ifPresent(value -> all.put("pids_max", value));
    number(cgroup, "pids.current", 1).ifPresent(value -> all.put("pids", value));
    number(cgroup, "cpu.weight", 1).ifPresent(value -> all.put("cpu_weight", value));
    number(cgroup, "cpu.shares", 10.24).ifPresent(value -> all.put("cpu_weight", value));
    text(cgroup, "cpu.max")
        .map(text -> text.split(" ", -1))
        .ifPresent(
            fields ->
                all.put(
                    "cpu_max_cores",
                    Double.parseDouble(fields[0]) / Double.parseDouble(fields[1])));
    number(cgroup, "cpu.cfs_quota_us", 1)
        .ifPresent(
            quota ->
                all.put(
                    "cpu_max_cores", quota / number(cgroup, "cpu.cfs_period_us", 1).orElseThrow()));
    keyed(cgroup, "cpu.stat", "usage_usec", 1e6)
        .ifPresent(value -> all.put("cpu_usage_seconds_total", value));
    number(cgroup, "cpuacct.usage", 1e9)
        .ifPresent(value -> all.put("cpu_usage_seconds_total", value));
    return all;
  }

  private Optional<String> text(String cgroup, String file) {
    return texts.entrySet().stream()
        .filter(each -> each.getKey().endsWith(cgroup + "/" + file))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private Optional<Double> number(String cgroup, String file, double per) {
    return text(cgroup, file).map(text -> value(text) / per);
  }

  private static double value(String text) {
    return text.equals("max") || text.equals(UNLIMITED_PAGES)
        ? Double.POSITIVE_INFINITY
        : Double.parseDouble(text);
  }

  private Optional<Double> keyed(String cgroup, String file, String key, double per) {
    return texts.entrySet().stream()
        .filter(each -> each.getKey().endsWith(cgroup + "/" + file))
        .flatMap(each -> each.getValue().lines())
        .filter(line -> line.startsWith(key + " "))
        .map(line -> Double.parseDouble(line.substring(key.length() + 1)) / per)
        .findFirst();
  }
}

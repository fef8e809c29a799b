package io.cgck.benchmark;

import io.cgck.metrics.Family;
import io.cgck.metrics.Family.Cardinality;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Of what an exposition is made: how many series there are for each thing that there are many of.
 */
final class FleetShape {
  private final String exposition;
  private final Map<Family, List<String>> samples = new EnumMap<>(Family.class);
  private final List<String> rest = new ArrayList<>();

  FleetShape(String exposition) {
    this.exposition = exposition;
    exposition.lines().filter(line -> !line.startsWith("#")).forEach(this::add);
  }

  private void add(String line) {
    String name = line.replaceFirst("[{ ].*", "");
    for (Family family : Family.values()) {
      boolean histogram = family.type() == Family.Type.HISTOGRAM;
      if (histogram
          ? name.matches(family.metricName() + "_(bucket|sum|count|created)")
          : name.equals(family.metricName())) {
        samples.computeIfAbsent(family, key -> new ArrayList<>()).add(line);
        return;
      }
    }
    rest.add(line);
  }

  int series() {
    return rest.size() + samples.values().stream().mapToInt(List::size).sum();
  }

  private int count(Family family) {
    return samples.getOrDefault(family, List.of()).size();
  }

  double perProcess() {
    return (double) of(Cardinality.PROCESS).size() / count(Family.PROCESS_INFO);
  }

  private List<String> of(Cardinality... cardinalities) {
    List<Cardinality> wanted = List.of(cardinalities);
    return samples.entrySet().stream()
        .filter(each -> wanted.contains(each.getKey().cardinality()))
        .flatMap(each -> each.getValue().stream())
        .toList();
  }

  void print() {
    System.out.printf(
        Locale.ROOT,
        "%n| grows with | here | series | series each | bytes each |%n|---|---|---|---|---|%n");
    print("processes shown", count(Family.PROCESS_INFO), of(Cardinality.PROCESS));
    print(
        "… of them in a private cgroup namespace",
        count(Family.PROCESS_OUTSIDE),
        of(Cardinality.PRIVATE_PROCESS));
    print(
        "… on hybrid and legacy hosts: different paths of each",
        count(Family.PROCESS_INFO),
        of(Cardinality.PROCESS_PATH));
    print("cgroups with processes", count(Family.CGROUP_PROCESSES), of(Cardinality.CGROUP));
    print(
        "namespaces",
        count(Family.NAMESPACE_PROCESSES),
        samples.getOrDefault(Family.NAMESPACE_PROCESSES, List.of()));
    print(
        "… of them cgroup namespaces",
        count(Family.CGROUP_NAMESPACE_INFO),
        samples.getOrDefault(Family.CGROUP_NAMESPACE_INFO, List.of()));
    print(
        "cgroup mounts in mount namespaces",
        count(Family.CGROUP_MOUNT_INFO),
        samples.getOrDefault(Family.CGROUP_MOUNT_INFO, List.of()));
    print(
        "expectations (five are built in)",
        count(Family.EXPECTATION_VIOLATIONS),
        of(Cardinality.EXPECTATION));
    List<String> fixed = new ArrayList<>(rest);
    fixed.addAll(of(Cardinality.ONE, Cardinality.FEW));
    print("nothing", 1, fixed);
    byte[] plain = exposition.getBytes(StandardCharsets.UTF_8);
    System.out.printf(
        Locale.ROOT,
        "| all, and bytes of a scrape: %d plain, %d gzip | | %d | | %.0f |%n",
        plain.length,
        FleetTargets.zipped(exposition).length,
        series(),
        (double) plain.length / series());
  }

  private static void print(String what, int things, List<String> lines) {
    long bytes =
        lines.stream().mapToLong(line -> line.getBytes(StandardCharsets.UTF_8).length + 1).sum();
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %d | %.1f | %.0f |%n",
        what,
        things,
        lines.size(),
        things == 0 ? 0 : (double) lines.size() / things,
        lines.isEmpty() ? 0 : (double) bytes / lines.size());
  }
}

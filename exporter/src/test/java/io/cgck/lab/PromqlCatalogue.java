package io.cgck.lab;

import io.cgck.lab.ShippedRules.Rule;
import io.cgck.metrics.Family;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a Prometheus that scrapes cgck and has the shipped rules can be asked for. */
public final class PromqlCatalogue {
  /** Labels that Prometheus gives to everything that it scrapes. */
  private static final Set<String> TARGET = Set.of("job", "instance");

  private PromqlCatalogue() {}

  /** Names of cgck's own series and of those that rules record. */
  public static Set<String> metrics() {
    Set<String> known = new TreeSet<>(Set.of("up"));
    ShippedRules.all().stream().filter(rule -> !rule.alerts()).map(Rule::name).forEach(known::add);
    for (Family family : Family.values()) {
      if (family.type() == Family.Type.HISTOGRAM) {
        Stream.of("_bucket", "_count", "_sum").map(family.metricName()::concat).forEach(known::add);
      } else {
        known.add(family.metricName());
      }
    }
    return known;
  }

  public static Set<String> labels() {
    return Stream.concat(
            TARGET.stream(),
            Arrays.stream(Family.values()).flatMap(family -> family.labels().stream()))
        .collect(Collectors.toSet());
  }
}

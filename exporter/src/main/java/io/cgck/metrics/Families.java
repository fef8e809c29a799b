package io.cgck.metrics;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * Gathers samples by family and refuses what an exposition must not hold: wrong labels, and two
 * samples of one series.
 */
final class Families {
  private final Map<Family, List<Sample>> samples = new EnumMap<>(Family.class);
  private final Map<Family, Set<List<String>>> series = new EnumMap<>(Family.class);

  /**
   * Adds a sample.
   *
   * @param labelValues one for each label of the family, in its order
   */
  void add(Family family, double value, String... labelValues) {
    add(family, family.labels(), Arrays.asList(labelValues), value);
  }

  private void add(Family family, List<String> names, List<String> labelValues, double value) {
    List<String> values = List.copyOf(labelValues);
    if (values.size() != names.size()) {
      throw new IllegalArgumentException(
          family.metricName() + " has labels " + names + ", not " + values);
    }
    if (!series.computeIfAbsent(family, same -> new HashSet<>()).add(values)) {
      throw new IllegalArgumentException(family.metricName() + " has " + values + " already");
    }
    samplesOf(family).add(new Sample(family.metricName(), names, values, value));
  }

  /**
   * Adds a sample with labels beyond those of its family.
   *
   * @param more names and values of the other labels
   */
  void add(Family family, double value, SortedMap<String, String> more, String... labelValues) {
    List<String> names = new ArrayList<>(family.labels());
    List<String> values = new ArrayList<>(Arrays.asList(labelValues));
    more.forEach(
        (name, of) -> {
          names.add(name);
          values.add(of);
        });
    add(family, names, values, value);
  }

  /** Adds a sample whose value is a count. */
  void add(Family family, long value, String... labelValues) {
    add(family, (double) value, labelValues);
  }

  /** Adds samples that simpleclient made, as for a histogram. */
  void addAll(Family family, List<Sample> made) {
    samplesOf(family).addAll(made);
  }

  /** Says how many series a family lacks because of a limit. */
  void lacks(Family family, int series) {
    add(Family.SERIES_OVER_LIMIT, series, family.metricName());
  }

  /** Adds all that another has gathered, of families that this one has not. */
  void merge(Families other) {
    other.samples.forEach(this::addAll);
  }

  private List<Sample> samplesOf(Family family) {
    return samples.computeIfAbsent(family, same -> new ArrayList<>());
  }

  /** The families with their samples, in the order of the catalogue. */
  List<MetricFamilySamples> toList() {
    return toList(EnumSet.allOf(Family.class));
  }

  /** The same of some families. */
  List<MetricFamilySamples> toList(Set<Family> wanted) {
    List<MetricFamilySamples> all = new ArrayList<>(samples.size());
    samples.forEach(
        (family, of) -> {
          if (wanted.contains(family)) {
            all.add(toSamples(family, of));
          }
        });
    return all;
  }

  static MetricFamilySamples toSamples(Family family, List<Sample> samples) {
    return new MetricFamilySamples(
        family.familyName(), family.type().collectorType(), family.help(), samples);
  }
}

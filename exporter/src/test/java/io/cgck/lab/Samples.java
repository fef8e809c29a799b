package io.cgck.lab;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An exposition, read: the text format 0.0.4, and what of OpenMetrics 1.0 looks alike. Anything
 * malformed, a series that stands twice or metadata that stand twice are failures.
 *
 * @param types type by family
 */
public record Samples(String text, Map<String, String> types, List<Sample> all) {
  private static final String END = "# EOF";

  public Samples {
    requireNonNull(text, "text is null");
    types = Map.copyOf(types);
    all = List.copyOf(all);
  }

  public static Samples parse(String text) {
    if (!text.isEmpty() && !text.endsWith("\n")) {
      throw new AssertionError("last line has no end: " + text);
    }
    Map<String, String> types = new LinkedHashMap<>();
    Set<String> metadata = new HashSet<>();
    List<Sample> samples = new ArrayList<>();
    Set<Sample> series = new HashSet<>();
    List<String> lines = List.of(text.split("\n", -1));
    for (String line : lines.subList(0, lines.size() - 1)) {
      if (metadata.contains(END)) {
        throw new AssertionError("a line after # EOF: " + line);
      }
      if (line.startsWith("#")) {
        readComment(line, metadata, types);
      } else if (!line.isBlank()) {
        Sample sample = new SampleLine(line).read();
        if (!series.add(new Sample(sample.name(), sample.labels(), 0))) {
          throw new AssertionError("series stands twice: " + line);
        }
        samples.add(sample);
      }
    }
    return new Samples(text, types, samples);
  }

  private static void readComment(String line, Set<String> metadata, Map<String, String> types) {
    List<String> words = List.of(line.split(" ", 4));
    boolean named = words.size() > 2;
    String key = named ? words.get(1) + " " + words.get(2) : line;
    if ((named || line.equals(END)) && !metadata.add(key)) {
      throw new AssertionError("stands twice: " + line);
    }
    if (named && words.get(1).equals("TYPE")) {
      if (words.size() != 4) {
        throw new AssertionError("no type: " + line);
      }
      types.put(words.get(2), words.get(3));
    }
  }

  /** Whether it ends as OpenMetrics demands. */
  public boolean isComplete() {
    return text.endsWith(END + "\n");
  }

  public List<Sample> named(String name) {
    return all.stream().filter(sample -> sample.name().equals(name)).toList();
  }

  /** All samples of that name that have these labels, and maybe more. */
  public List<Sample> with(String name, Map<String, String> labels) {
    return named(name).stream().filter(sample -> sample.has(labels)).toList();
  }

  /** The only sample of that name that has these labels; none is a failure. */
  public Sample one(String name, Map<String, String> labels) {
    List<Sample> found = with(name, labels);
    if (found.size() != 1) {
      throw new AssertionError(
          "expected one %s with %s but found %s".formatted(name, labels, found));
    }
    return found.getFirst();
  }

  /** The value of the only sample that has these labels, empty if there is none. */
  public OptionalDouble value(String name, Map<String, String> labels) {
    return with(name, labels).isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(one(name, labels).value());
  }

  public double sum(String name) {
    return named(name).stream().mapToDouble(Sample::value).sum();
  }

  /** The values of a family with one sample for each set of labels. */
  public Map<Map<String, String>, Double> values(String name) {
    return named(name).stream().collect(Collectors.toMap(Sample::labels, Sample::value));
  }

  /** The part of the text that is about metrics whose name has this prefix. */
  public String textOf(String prefix) {
    return text.lines()
        .filter(line -> line.matches("(?:# \\w+ )?" + prefix + ".*"))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }
}

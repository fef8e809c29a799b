package io.cgck.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What deploy/prometheus ships. */
public final class ShippedRules {
  public static final Path DIRECTORY = Path.of("../deploy/prometheus").toAbsolutePath().normalize();

  private ShippedRules() {}

  /**
   * A rule that records or alerts.
   *
   * @param name of the metric or of the alert
   */
  public record Rule(
      String name,
      boolean alerts,
      String expression,
      Map<String, Object> labels,
      Map<String, Object> annotations) {
    @Override
    public String toString() {
      return name;
    }
  }

  public static Path file(String name) {
    return DIRECTORY.resolve(name);
  }

  /** The files with rules. */
  public static List<Path> ruleFiles() {
    return files(DIRECTORY, ".rules.yml");
  }

  /** The files with promtool's tests of the rules. */
  public static List<Path> testFiles() {
    return files(DIRECTORY.resolve("tests"), ".test.yml");
  }

  private static List<Path> files(Path directory, String suffix) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<Rule> all() {
    List<Rule> all = new ArrayList<>();
    for (Path file : ruleFiles()) {
      for (Map<String, Object> group : maps(yaml(file).get("groups"))) {
        maps(group.get("rules")).forEach(rule -> all.add(rule(rule)));
      }
    }
    return all;
  }

  public static List<Rule> alerts() {
    return all().stream().filter(Rule::alerts).toList();
  }

  private static Rule rule(Map<String, Object> yaml) {
    boolean alerts = yaml.containsKey("alert");
    return new Rule(
        String.valueOf(yaml.get(alerts ? "alert" : "record")),
        alerts,
        String.valueOf(yaml.get("expr")),
        map(yaml.getOrDefault("labels", Map.of())),
        map(yaml.getOrDefault("annotations", Map.of())));
  }

  /** The cases of all files of tests. */
  public static List<Map<String, Object>> tests() {
    return testFiles().stream().flatMap(file -> maps(yaml(file).get("tests")).stream()).toList();
  }

  private static Map<String, Object> yaml(Path file) {
    try {
      return map(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A list of mappings as YAML has it; none if there is none. */
  public static List<Map<String, Object>> maps(Object yaml) {
    return yaml instanceof List<?> list ? list.stream().map(ShippedRules::map).toList() : List.of();
  }

  @SuppressWarnings("unchecked") // keys of these files are strings
  private static Map<String, Object> map(Object yaml) {
    return (Map<String, Object>) yaml;
  }
}

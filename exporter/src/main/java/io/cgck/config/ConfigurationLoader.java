package io.cgck.config;

import io.cgck.match.CriterionParser;
import io.cgck.match.Matcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads the configuration file. It never guesses: what is unknown, doubtful or out of range is a
 * problem with its position, and all of them are found at once as far as the file is YAML.
 */
public final class ConfigurationLoader {
  static final List<String> TOP_KEYS =
      List.of("scan", "processes", "cgroups", "trace", "builtin_expectations", "expectations");
  static final List<String> SCAN_KEYS = List.of("interval", "cpu_budget");
  static final List<String> PROCESS_KEYS =
      List.of("limit", "min_age", "kernel_threads", "include", "exclude");
  static final List<String> CGROUP_KEYS =
      List.of("limit", "stats", "stats_files", "stats_include", "stats_exclude");
  static final List<String> TRACE_KEYS =
      List.of("enabled", "instance", "buffer_size", "namespace_events");

  private final CriterionParser criteria;
  private final Host host;

  public ConfigurationLoader(Host host) {
    this.criteria = new CriterionParser(host::user);
    this.host = host;
  }

  public ConfigurationResult load(Path path) {
    return switch (ConfigurationFile.read(path)) {
      case ConfigurationFile.Text(String text) -> parse(path.toString(), text);
      case ConfigurationFile.Refused(int line, int column, String why) ->
          new ConfigurationResult.Invalid(List.of(new Problem(path.toString(), line, column, why)));
    };
  }

  /**
   * Reads a text.
   *
   * @param name what problems call the file
   */
  public ConfigurationResult parse(String name, String yaml) {
    Problems problems = new Problems(name);
    Configuration configuration =
        switch (YamlDocument.compose(yaml)) {
          case YamlDocument.Empty() -> Configuration.defaults();
          case YamlDocument.Root(Node root) -> read(root, problems);
          case YamlDocument.Refused(int line, int column, String why) -> {
            problems.error(line, column, why);
            yield Configuration.defaults();
          }
        };
    return problems.result(configuration);
  }

  private Configuration read(Node root, Problems problems) {
    if (root instanceof MappingNode mapping) {
      Section top = Section.of(mapping, TOP_KEYS, problems);
      MatcherReader matchers = new MatcherReader(criteria, problems);
      return new Configuration(
          scan(top.section("scan", SCAN_KEYS)),
          processes(top.section("processes", PROCESS_KEYS), matchers),
          new CgroupSettingsReader(matchers, problems).read(top.section("cgroups", CGROUP_KEYS)),
          trace(top.section("trace", TRACE_KEYS)),
          Stream.concat(
                  new BuiltInReader(matchers, problems)
                      .read(top.section("builtin_expectations", BuiltInReader.KEYS)).stream(),
                  top
                      .node("expectations")
                      .map(new ExpectationReader(matchers, host, problems)::readList)
                      .orElse(List.of())
                      .stream())
              .toList());
    }
    if (!Nodes.isNothing(root)) {
      problems.error(
          root,
          "expected a mapping with %s, found %s"
              .formatted(String.join(", ", TOP_KEYS), Nodes.describe(root)));
    }
    return Configuration.defaults();
  }

  private static ScanSettings scan(Section section) {
    ScanSettings defaults = ScanSettings.defaults();
    return new ScanSettings(
        section.value(
            "interval",
            defaults.interval(),
            duration(ScanSettings.MIN_INTERVAL, ScanSettings.MAX_INTERVAL)),
        section.value(
            "cpu_budget",
            defaults.cpuBudget(),
            ValueParser.ofText(PercentageValue.EXPECTED, new PercentageValue())));
  }

  private static ProcessSettings processes(Section section, MatcherReader matchers) {
    ProcessSettings defaults = ProcessSettings.defaults();
    return new ProcessSettings(
        section.value("limit", defaults.limit(), wholeNumber(ProcessSettings.MAX_LIMIT)),
        section.value(
            "min_age", defaults.minAge(), duration(Duration.ZERO, ProcessSettings.MAX_MIN_AGE)),
        section.value("kernel_threads", defaults.kernelThreads(), bool()),
        matchers(section, "include", matchers),
        matchers(section, "exclude", matchers));
  }

  private static List<Matcher> matchers(Section section, String key, MatcherReader reader) {
    return section.node(key).map(reader::readList).orElse(List.of());
  }

  private static TraceSection trace(Section section) {
    TraceSection defaults = TraceSection.defaults();
    return new TraceSection(
        section.value(
            "enabled",
            defaults.enabled(),
            ValueParser.ofPlain(EnabledValue.EXPECTED, new EnabledValue())),
        section.value(
            "instance",
            defaults.instance(),
            ValueParser.ofText(InstanceName.EXPECTED, new InstanceName())),
        section.value(
            "buffer_size",
            defaults.bufferKib(),
            ValueParser.ofText(
                SizeValue.EXPECTED,
                new SizeValue(TraceSection.SMALLEST_BUFFER_KIB, TraceSection.LARGEST_BUFFER_KIB))),
        section.value("namespace_events", defaults.namespaceEvents(), bool()));
  }

  static ValueParser<Duration> duration(Duration min, Duration max) {
    return ValueParser.ofText(DurationValue.EXPECTED, new DurationValue(min, max));
  }

  static ValueParser<Integer> wholeNumber(int max) {
    WholeNumberValue number = new WholeNumberValue(max);
    return ValueParser.ofPlain(number.expected(), number);
  }

  static ValueParser<Boolean> bool() {
    return ValueParser.ofPlain(BooleanValue.EXPECTED, new BooleanValue());
  }
}

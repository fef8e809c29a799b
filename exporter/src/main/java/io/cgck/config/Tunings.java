package io.cgck.config;

import com.google.re2j.Pattern;
import io.cgck.expect.BuiltIn;
import io.cgck.expect.Expectation;
import io.cgck.match.Parsed;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads what every expectation may say beside what it expects. */
final class Tunings {
  static final List<String> KEYS = List.of("for", "severity", "labels", "except");

  private static final String SEVERITIES = "a word such as warning or critical";
  private static final List<String> USUAL_SEVERITIES = List.of("critical", "warning", "info");
  static final Duration MAX_PATIENCE = Duration.ofHours(24);
  private static final Pattern SEVERITY = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,49}");
  private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,99}");
  private static final int MOST_LABELS = 20;
  private static final int LONGEST_VALUE = 500;

  /** What Prometheus, the shipped rules or the families themselves call their own labels. */
  static final Set<String> RESERVED =
      Set.of(
          "expectation",
          "pid",
          "comm",
          "expected",
          "actual",
          "severity",
          "binding",
          "cgroup",
          "cgroup_ns",
          "ns_cgroup",
          "mount_root",
          "unit",
          "job",
          "instance",
          "alertname",
          "le",
          "quantile");

  private final Section section;
  private final MatcherReader matchers;
  private final Problems problems;

  Tunings(Section section, MatcherReader matchers, Problems problems) {
    this.section = section;
    this.matchers = matchers;
    this.problems = problems;
  }

  BuiltIn.Tuning read(Duration defaultPatience) {
    section.node("severity").ifPresent(this::warnOfMisspelling);
    return new BuiltIn.Tuning(
        section.value(
            "for", defaultPatience, ConfigurationLoader.duration(Duration.ZERO, MAX_PATIENCE)),
        section.value(
            "severity",
            Expectation.DEFAULT_SEVERITY,
            ValueParser.ofText(SEVERITIES, Tunings::severity)),
        labels(),
        section.node("except").map(matchers::readList).orElse(List.of()));
  }

  /** Any word may be a severity, but one that is nearly a usual one will find no route. */
  private void warnOfMisspelling(Node node) {
    if (node instanceof ScalarNode scalar && !USUAL_SEVERITIES.contains(scalar.getValue())) {
      NearestWord.of(scalar.getValue(), USUAL_SEVERITIES)
          .ifPresent(near -> problems.warning(node, "did you mean '" + near + "'?"));
    }
  }

  private static Parsed<String> severity(String text) {
    return SEVERITY.matches(text)
        ? new Parsed.Good<>(text)
        : new Parsed.Bad<>("expected " + SEVERITIES + ", found " + Nodes.quote(text));
  }

  private Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    section
        .node("labels")
        .filter(node -> !Nodes.isNothing(node))
        .ifPresent(node -> read(node, labels));
    return labels;
  }

  private void read(Node node, Map<String, String> labels) {
    if (!(node instanceof MappingNode mapping)) {
      problems.error(node, "expected labels such as {team: web}, found " + Nodes.describe(node));
      return;
    }
    for (NodeTuple entry : mapping.getValue()) {
      Node key = entry.getKeyNode();
      String name = key instanceof ScalarNode scalar ? scalar.getValue() : "";
      if (!LABEL_NAME.matches(name) || name.startsWith("__")) {
        problems.error(
            key,
            "expected the name of a label (letters, digits and '_'), found " + Nodes.describe(key));
      } else if (RESERVED.contains(name)) {
        problems.error(
            key, "violations have a label " + Nodes.quote(name) + " already; choose another name");
      } else if (labels.containsKey(name)) {
        problems.error(key, "duplicate label " + Nodes.quote(name) + "; remove one of them");
      } else if (entry.getValueNode() instanceof ScalarNode value
          && !Nodes.isNothing(value)
          && value.getValue().length() <= LONGEST_VALUE) {
        labels.put(name, value.getValue());
      } else {
        problems.error(
            entry.getValueNode(),
            "expected a text of at most %d characters, found %s"
                .formatted(LONGEST_VALUE, Nodes.describe(entry.getValueNode())));
      }
    }
    if (labels.size() > MOST_LABELS) {
      problems.error(node, "more than " + MOST_LABELS + " labels");
    }
  }
}

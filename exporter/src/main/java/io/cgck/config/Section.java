package io.cgck.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A mapping with known keys. Whatever is wrong goes to {@link Problems}, and defaults go on. */
public final class Section {
  private final Map<String, Node> values;
  private final Problems problems;

  private Section(Map<String, Node> values, Problems problems) {
    this.values = values;
    this.problems = problems;
  }

  private static Section empty(Problems problems) {
    return new Section(Map.of(), problems);
  }

  public static Section of(MappingNode mapping, List<String> knownKeys, Problems problems) {
    Map<String, Node> values = new LinkedHashMap<>();
    Map<String, Node> keys = new LinkedHashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      Node keyNode = entry.getKeyNode();
      if (!(keyNode instanceof ScalarNode scalar) || Nodes.isNothing(keyNode)) {
        problems.error(keyNode, "expected a key, found " + Nodes.describe(keyNode));
        continue;
      }
      String key = scalar.getValue();
      Node earlier = keys.putIfAbsent(key, keyNode);
      if (earlier != null) {
        problems.error(
            keyNode,
            "duplicate key %s, first in line %d; remove one of them"
                .formatted(Nodes.quote(key), earlier.getStartMark().orElseThrow().getLine() + 1));
      } else if (knownKeys.contains(key)) {
        values.put(key, entry.getValueNode());
      } else {
        problems.error(keyNode, unknown(key, knownKeys));
      }
    }
    return new Section(values, problems);
  }

  private static String unknown(String key, List<String> knownKeys) {
    String hint =
        NearestWord.of(key, knownKeys).map(near -> ": did you mean '" + near + "'? ").orElse("; ");
    return "unknown key " + Nodes.quote(key) + hint + known(knownKeys);
  }

  private static String known(List<String> knownKeys) {
    return "known keys here: " + String.join(", ", knownKeys);
  }

  /** The known keys that are there, with their values, in the order of the file. */
  public Map<String, Node> values() {
    return values;
  }

  public Optional<Node> node(String key) {
    return Optional.ofNullable(values.get(key));
  }

  public <T> T value(String key, T defaultValue, ValueParser<T> parser) {
    return node(key).map(node -> value(node, defaultValue, parser)).orElse(defaultValue);
  }

  private <T> T value(Node node, T defaultValue, ValueParser<T> parser) {
    return problems.take(node, parser.parse(node)).orElse(defaultValue);
  }

  /** A section below this one; left out or with nothing in it, it has no keys. */
  public Section section(String key, List<String> knownKeys) {
    Node node = values.get(key);
    if (node == null || Nodes.isNothing(node)) {
      return empty(problems);
    }
    if (node instanceof MappingNode mapping) {
      return of(mapping, knownKeys, problems);
    }
    problems.error(
        node,
        "expected a mapping with %s, found %s"
            .formatted(String.join(", ", knownKeys), Nodes.describe(node)));
    return empty(problems);
  }
}

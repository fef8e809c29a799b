package io.cgck.config;

import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** What nodes are called when one talks with people. */
public final class Nodes {
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
  private static final int LONGEST = 60;

  private Nodes() {}

  /** Whether the value was left out, as in {@code key:} at the end of a line. */
  public static boolean isNothing(Node node) {
    return node instanceof ScalarNode scalar
        && scalar.isPlain()
        && NULLS.contains(scalar.getValue());
  }

  public static String describe(Node node) {
    return switch (node) {
      case MappingNode mapping -> "a mapping";
      case SequenceNode sequence -> "a list";
      case ScalarNode scalar when isNothing(scalar) -> "nothing";
      case ScalarNode scalar when scalar.isPlain() -> quote(scalar.getValue());
      case ScalarNode scalar -> "the quoted text " + quote(scalar.getValue());
      default -> "something else";
    };
  }

  public static String quote(String text) {
    int characters = text.codePointCount(0, text.length());
    return characters <= LONGEST
        ? "'" + text + "'"
        : "'" + text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…'";
  }
}

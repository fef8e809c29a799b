package io.cgck.config;

import io.cgck.match.Parsed;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads the value of one key. */
public interface ValueParser<T> {
  Parsed<T> parse(Node node);

  /**
   * A parser of a text.
   *
   * @param expected what is expected, when the node is no text
   */
  static <T> ValueParser<T> ofText(String expected, TextParser<T> parser) {
    return node ->
        node instanceof ScalarNode scalar && !Nodes.isNothing(node)
            ? parser.parse(scalar.getValue())
            : new Parsed.Bad<>("expected " + expected + ", found " + Nodes.describe(node));
  }

  /** As {@link #ofText}, but refuses quoted text: in YAML that is never a number or a boolean. */
  static <T> ValueParser<T> ofPlain(String expected, TextParser<T> parser) {
    return node ->
        node instanceof ScalarNode scalar && scalar.isPlain() && !Nodes.isNothing(node)
            ? parser.parse(scalar.getValue())
            : new Parsed.Bad<>("expected " + expected + ", found " + Nodes.describe(node));
  }

  /** Reads the value of one key from its text. */
  interface TextParser<T> {
    Parsed<T> parse(String text);
  }
}

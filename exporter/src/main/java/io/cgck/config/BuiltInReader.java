package io.cgck.config;

import io.cgck.expect.BuiltIn;
import io.cgck.expect.Expectation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads section {@code builtin_expectations}: switches, or what is to be different. */
final class BuiltInReader {
  static final List<String> KEYS = Arrays.stream(BuiltIn.values()).map(BuiltIn::key).toList();

  private final MatcherReader matchers;
  private final Problems problems;

  BuiltInReader(MatcherReader matchers, Problems problems) {
    this.matchers = matchers;
    this.problems = problems;
  }

  /** Those that are on, in the order in which they are documented. */
  List<Expectation> read(Section section) {
    List<Expectation> on = new ArrayList<>();
    for (BuiltIn builtIn : BuiltIn.values()) {
      Optional<Node> node = section.node(builtIn.key());
      if (node.isEmpty()) {
        on.add(builtIn.expectation());
      } else if (node.get() instanceof MappingNode mapping) {
        on.add(tuned(builtIn, Section.of(mapping, Tunings.KEYS, problems)));
      } else if (isOn(node.get())) {
        on.add(builtIn.expectation());
      }
    }
    return on;
  }

  private boolean isOn(Node node) {
    ValueParser<Boolean> parser =
        ValueParser.ofPlain(
            "true, false or a mapping with " + String.join(", ", Tunings.KEYS), new BooleanValue());
    return problems.take(node, parser.parse(node)).orElse(true);
  }

  private Expectation tuned(BuiltIn builtIn, Section section) {
    return builtIn.expectation(new Tunings(section, matchers, problems).read(builtIn.patience()));
  }
}

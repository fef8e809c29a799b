package io.cgck.config;

import io.cgck.expect.BuiltIn;
import io.cgck.expect.Expectation;
import io.cgck.match.Parsed;
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
        on.add(tuned(builtIn, Section.of(mapping, Tunings.keys(), problems)));
      } else if (isOn(node.get())) {
        on.add(builtIn.expectation());
      }
    }
    return on;
  }

  private boolean isOn(Node node) {
    ValueParser<Boolean> parser =
        ValueParser.ofPlain(
            "true, false or a mapping with " + String.join(", ", Tunings.keys()),
            new BooleanValue());
    return switch (parser.parse(node)) {
      case Parsed.Good<Boolean>(Boolean on) -> on;
      case Parsed.Bad<Boolean>(String why) -> {
        problems.error(node, why);
        yield true;
      }
    };
  }

  private Expectation tuned(BuiltIn builtIn, Section section) {
    Tunings tunings = new Tunings(section, problems);
    return builtIn.expectation(
        new BuiltIn.Tuning(
            tunings.patience(builtIn.patience()),
            tunings.severity(Expectation.DEFAULT_SEVERITY),
            tunings.labels(),
            section.node("except").map(matchers::readList).orElse(List.of())));
  }
}

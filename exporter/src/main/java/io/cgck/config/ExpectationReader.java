package io.cgck.config;

import com.google.re2j.Pattern;
import io.cgck.expect.BuiltIn;
import io.cgck.expect.Expectation;
import io.cgck.expect.Requirement;
import io.cgck.match.Matcher;
import io.cgck.match.Parsed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads section {@code expectations}. */
final class ExpectationReader {
  static final List<String> KEYS =
      Stream.concat(Stream.of("name", "match", "expect"), Tunings.KEYS.stream()).toList();
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:@-]{0,99}");
  private static final int MOST = 1000;
  private static final String EXAMPLE =
      "[{name: nginx, match: {comm: nginx}, expect: {cgroup: /system.slice/nginx.service/**}}]";

  private final MatcherReader matchers;
  private final RequirementReader requirements;
  private final Problems problems;
  private final Map<String, Node> names = new LinkedHashMap<>();

  ExpectationReader(MatcherReader matchers, Host host, Problems problems) {
    this.matchers = matchers;
    this.requirements = new RequirementReader(host, problems);
    this.problems = problems;
  }

  List<Expectation> readList(Node node) {
    if (Nodes.isNothing(node)) {
      return List.of();
    }
    if (!(node instanceof SequenceNode sequence)) {
      problems.error(
          node,
          "expected a list of expectations such as %s, found %s"
              .formatted(EXAMPLE, Nodes.describe(node)));
      return List.of();
    }
    if (sequence.getValue().size() > MOST) {
      problems.error(node, "more than " + MOST + " expectations");
      return List.of();
    }
    List<Expectation> all = new ArrayList<>();
    sequence.getValue().forEach(each -> read(each).ifPresent(all::add));
    return all;
  }

  private Optional<Expectation> read(Node node) {
    if (!(node instanceof MappingNode mapping)) {
      problems.error(
          node,
          "expected an expectation such as %s, found %s"
              .formatted(EXAMPLE.substring(1, EXAMPLE.length() - 1), Nodes.describe(node)));
      return Optional.empty();
    }
    Section section = Section.of(mapping, KEYS, problems);
    Optional<String> name = required(section, node, "name").flatMap(this::name);
    Optional<Node> matchNode = required(section, node, "match");
    Optional<Matcher> match = matchNode.flatMap(matchers::read);
    List<Requirement> expected =
        required(section, node, "expect").map(requirements::read).orElse(List.of());
    BuiltIn.Tuning tuning = new Tunings(section, matchers, problems).read(Duration.ZERO);
    if (name.isEmpty() || match.isEmpty() || expected.isEmpty()) {
      return Optional.empty();
    }
    Expectation expectation =
        new Expectation(
            name.get(),
            false,
            match,
            tuning.except(),
            expected,
            tuning.patience(),
            tuning.severity(),
            tuning.labels());
    warn(expectation, matchNode.get());
    return Optional.of(expectation);
  }

  private void warn(Expectation expectation, Node match) {
    expectation
        .whyItMeansNothing()
        .ifPresent(why -> problems.warning(match, "this can never match: " + why));
  }

  private Optional<Node> required(Section section, Node node, String key) {
    Optional<Node> value = section.node(key);
    if (value.isEmpty()) {
      problems.error(
          node, "an expectation needs the keys name, match and expect; " + key + " is missing");
    }
    return value;
  }

  private Optional<String> name(Node node) {
    ValueParser<String> parser =
        ValueParser.ofText(
            "a name",
            text ->
                NAME.matches(text)
                    ? new Parsed.Good<>(text)
                    : new Parsed.Bad<>(
                        "expected a name of at most 100 letters, digits and any of _.:@-, found "
                            + Nodes.quote(text)));
    Optional<String> name = problems.take(node, parser.parse(node));
    name.ifPresent(given -> checkUnique(given, node));
    return name;
  }

  private void checkUnique(String name, Node node) {
    Node earlier = names.putIfAbsent(name, node);
    if (earlier != null) {
      problems.error(
          node,
          "duplicate name %s, first in line %d; choose another"
              .formatted(Nodes.quote(name), earlier.getStartMark().orElseThrow().getLine() + 1));
    } else if (BuiltInReader.KEYS.contains(name)) {
      problems.error(
          node, "a built-in expectation has the name " + Nodes.quote(name) + "; choose another");
    }
  }
}

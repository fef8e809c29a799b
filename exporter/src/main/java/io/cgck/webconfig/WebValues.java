package io.cgck.webconfig;

import io.cgck.config.NearestWord;
import io.cgck.config.Nodes;
import io.cgck.config.Problems;
import io.cgck.config.Section;
import io.cgck.match.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Values as the toolkit takes them: YAML 1.1, in which {@code yes} is {@code true}, and Go's
 * decoder, to which nothing and the empty text are the same as a key that is left out.
 */
record WebValues(Problems problems) {
  private static final List<String> TRUE =
      List.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final List<String> FALSE =
      List.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");

  /** A text and where it stands. */
  record Text(Node node, String value) {}

  Optional<Text> text(Section section, String key) {
    Optional<Node> node = section.node(key).filter(value -> !Nodes.isNothing(value));
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (node.get() instanceof ScalarNode scalar) {
      return Optional.of(new Text(scalar, scalar.getValue())).filter(of -> !of.value().isEmpty());
    }
    problems.error(node.get(), "expected a text, found " + Nodes.describe(node.get()));
    return Optional.empty();
  }

  boolean bool(Section section, String key, boolean otherwise) {
    return section.value(
        key,
        otherwise,
        node -> {
          if (Nodes.isNothing(node)) {
            return new Parsed.Good<>(otherwise);
          }
          if (node instanceof ScalarNode scalar && scalar.isPlain()) {
            if (TRUE.contains(scalar.getValue())) {
              return new Parsed.Good<>(true);
            }
            if (FALSE.contains(scalar.getValue())) {
              return new Parsed.Good<>(false);
            }
          }
          return new Parsed.Bad<>("expected true or false, found " + Nodes.describe(node));
        });
  }

  /** One of some words. */
  <T> Optional<T> word(
      Section section, String key, List<String> known, Function<String, Optional<T>> meaning) {
    return text(section, key)
        .flatMap(text -> problems.take(text.node(), word(text.value(), known, meaning)));
  }

  /** A list of some words; empty if there is none. */
  <T> Optional<List<T>> words(
      Section section, String key, List<String> known, Function<String, Optional<T>> meaning) {
    return texts(section, key)
        .map(
            texts ->
                texts.stream()
                    .flatMap(
                        text ->
                            problems.take(text.node(), word(text.value(), known, meaning)).stream())
                    .toList());
  }

  private static <T> Parsed<T> word(
      String word, List<String> known, Function<String, Optional<T>> meaning) {
    return meaning
        .apply(word)
        .<Parsed<T>>map(Parsed.Good::new)
        .orElseGet(
            () ->
                new Parsed.Bad<>(
                    "expected one of %s, found %s%s"
                        .formatted(
                            String.join(", ", known),
                            Nodes.quote(word),
                            NearestWord.of(word, known)
                                .map(near -> "; did you mean '" + near + "'?")
                                .orElse(""))));
  }

  /** A list of texts; empty if there is none, which is not the same as one with nothing in it. */
  Optional<List<Text>> texts(Section section, String key) {
    Optional<Node> node = section.node(key).filter(value -> !Nodes.isNothing(value));
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (!(node.get() instanceof SequenceNode list)) {
      problems.error(node.get(), "expected a list, found " + Nodes.describe(node.get()));
      return Optional.empty();
    }
    List<Text> texts = new ArrayList<>();
    for (Node entry : list.getValue()) {
      if (entry instanceof ScalarNode scalar) {
        texts.add(new Text(scalar, scalar.getValue()));
      } else {
        problems.error(entry, "expected a text, found " + Nodes.describe(entry));
      }
    }
    return Optional.of(texts);
  }
}

package io.cgck.config;

import java.util.Optional;
import java.util.OptionalInt;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** A YAML text as nodes with positions. */
public sealed interface YamlDocument {
  int MAX_CHARACTERS = 1 << 20;
  int MAX_DEPTH = 20;
  int MAX_ALIASES = 100;

  /** Nothing or only comments. */
  record Empty() implements YamlDocument {}

  record Root(Node node) implements YamlDocument {}

  /**
   * No YAML, or not YAML as it is taken here.
   *
   * @param line from 1
   * @param column from 1
   */
  record Refused(int line, int column, String why) implements YamlDocument {}

  static YamlDocument compose(String text) {
    Optional<Refused> unprintable = findUnprintable(text);
    if (unprintable.isPresent()) {
      return unprintable.get();
    }
    // Only text, lists and mappings: what is a number is ours to say. A richer schema also merges
    // "<<" and never returns from one that contains itself.
    LoadSettings settings =
        LoadSettings.builder()
            .setSchema(new FailsafeSchema())
            .setUseMarks(true)
            // The default throws without a position; check() refuses with one.
            .setVersionFunction(version -> version)
            .setAllowNonScalarKeys(true)
            .setCodePointLimit(MAX_CHARACTERS)
            .setMaxAliasesForCollections(MAX_ALIASES)
            .build();
    try {
      // The composer recurses and would exhaust the stack; the parser of events does not.
      Optional<Refused> refused = check(new Parse(settings).parseString(text));
      if (refused.isPresent()) {
        return refused.get();
      }
      return new Compose(settings)
          .composeString(text)
          .<YamlDocument>map(Root::new)
          .orElseGet(Empty::new);
    } catch (MarkedYamlEngineException e) {
      String context = e.getContext() == null ? "" : e.getContext().strip();
      String why =
          "not valid YAML: "
              + e.getProblem().strip()
              + (context.isEmpty() ? "" : " (" + context + ")");
      return refuse(e.getProblemMark().or(e::getContextMark), why);
    } catch (YamlEngineException e) {
      return new Refused(1, 1, "not valid YAML: " + e.getMessage());
    }
  }

  private static Optional<Refused> check(Iterable<Event> events) {
    int depth = 0;
    int documents = 0;
    int aliases = 0;
    for (Event event : events) {
      Optional<String> tag = Optional.empty();
      switch (event) {
        case DocumentStartEvent start -> {
          documents++;
          if (documents > 1) {
            return Optional.of(
                refuse(start.getStartMark(), "a second document begins here; keep only one"));
          }
          if (start.getSpecVersion().isPresent() && start.getSpecVersion().get().getMajor() != 1) {
            return Optional.of(
                refuse(start.getStartMark(), "unknown YAML version; remove the %YAML line"));
          }
        }
        case CollectionStartEvent start -> {
          depth++;
          tag = start.getTag();
        }
        case CollectionEndEvent end -> depth--;
        case ScalarEvent scalar -> tag = scalar.getTag();
        case AliasEvent alias -> aliases++;
        default -> {}
      }
      if (depth > MAX_DEPTH) {
        return Optional.of(
            refuse(event.getStartMark(), "nested deeper than " + MAX_DEPTH + " levels"));
      }
      if (aliases > MAX_ALIASES) {
        return Optional.of(refuse(event.getStartMark(), "more than " + MAX_ALIASES + " aliases"));
      }
      if (tag.isPresent() && !tag.get().startsWith("tag:yaml.org,2002:")) {
        return Optional.of(
            refuse(event.getStartMark(), "unknown tag " + Nodes.quote(tag.get()) + "; remove it"));
      }
    }
    return Optional.empty();
  }

  private static Refused refuse(Optional<Mark> mark, String why) {
    return new Refused(
        mark.map(Mark::getLine).orElse(0) + 1, mark.map(Mark::getColumn).orElse(0) + 1, why);
  }

  private static Optional<Refused> findUnprintable(String text) {
    OptionalInt bad = text.codePoints().filter(c -> !StreamReader.isPrintable(c)).findFirst();
    if (bad.isEmpty()) {
      return Optional.empty();
    }
    String before = text.substring(0, text.indexOf(Character.toString(bad.getAsInt())));
    TextPosition position = TextPosition.after(before);
    return Optional.of(
        new Refused(
            position.line(),
            position.column(),
            "the character U+%04X is not allowed in YAML".formatted(bad.getAsInt())));
  }
}

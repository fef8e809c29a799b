package io.cgck.config;

import com.google.re2j.Pattern;
import io.cgck.match.Parsed;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Collects what is wrong with one file. A set, since a node that is used by an alias is read more
 * than once.
 */
public final class Problems {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");

  private final String file;
  private final SortedSet<Problem> errors = new TreeSet<>();
  private final SortedSet<Problem> warnings = new TreeSet<>();

  public Problems(String file) {
    this.file = file;
  }

  public void error(Node node, String message) {
    errors.add(problem(node, message));
  }

  public void error(int line, int column, String message) {
    errors.add(new Problem(file, line, column, onOneLine(message)));
  }

  /** What came of a value; if it means nothing, that goes to the errors. */
  public <T> Optional<T> take(Node node, Parsed<T> parsed) {
    return switch (parsed) {
      case Parsed.Good<T>(T value) -> Optional.of(value);
      case Parsed.Bad<T>(String why) -> {
        error(node, why);
        yield Optional.empty();
      }
    };
  }

  public void warning(Node node, String message) {
    warnings.add(problem(node, message));
  }

  /** Where there are none, what was read can be used. */
  public List<Problem> errors() {
    return List.copyOf(errors);
  }

  public List<Problem> warnings() {
    return List.copyOf(warnings);
  }

  ConfigurationResult result(Configuration configuration) {
    return errors.isEmpty()
        ? new ConfigurationResult.Valid(configuration, List.copyOf(warnings))
        : new ConfigurationResult.Invalid(List.copyOf(errors));
  }

  private Problem problem(Node node, String message) {
    Mark mark = node.getStartMark().orElseThrow();
    return new Problem(file, mark.getLine() + 1, mark.getColumn() + 1, onOneLine(message));
  }

  private static String onOneLine(String message) {
    return CONTROL.matcher(message).replaceAll(" ");
  }
}

package io.cgck.attribute;

import com.google.re2j.Matcher;
import java.util.Optional;

/** A shape of one or more neighbouring segments of a cgroup path, and what it tells. */
sealed interface PathShape {
  /**
   * A text that every path of this shape contains; a search for it is far cheaper than all else,
   * and most shapes are not in most paths.
   */
  String literal();

  /** What the segments tell that end just before {@code end}, a slash or the path's end. */
  Optional<Told> endingAt(String path, int end);

  /** Parts of a path; what is not told is the empty string. */
  record Told(
      String unit, String slice, String runtime, String container, String pod, String slurmJob) {}

  static PathShape of(String runtime, String literal, String pattern) {
    int depth = 1 + (int) pattern.replace("[^/]", "").chars().filter(c -> c == '/').count();
    return new Expression(runtime, literal, depth, new LazyPattern(pattern));
  }

  /**
   * The shape that an expression with named groups describes.
   *
   * @param runtime value of the label {@code runtime} when the shape names a container
   * @param depth number of segments
   */
  record Expression(String runtime, String literal, int depth, LazyPattern pattern)
      implements PathShape {
    @Override
    public Optional<Told> endingAt(String path, int end) {
      int start = end;
      for (int segment = 0; segment < depth; segment++) {
        start = start > 0 ? path.lastIndexOf('/', start - 1) : -1;
        if (start < 0) {
          return Optional.empty();
        }
      }
      String window = path.substring(start + 1, end);
      if (!window.contains(literal)) {
        return Optional.empty();
      }
      Matcher matcher = pattern.compiled().matcher(window);
      return matcher.matches() ? Optional.of(told(matcher)) : Optional.empty();
    }

    private Told told(Matcher matcher) {
      String number = group(matcher, "job");
      return new Told(
          "",
          "",
          runtime,
          group(matcher, "container"),
          group(matcher, "pod"),
          number.isEmpty() ? group(matcher, "sluid") : number);
    }

    private String group(Matcher matcher, String name) {
      if (!pattern.compiled().namedGroups().containsKey(name)) {
        return "";
      }
      String value = matcher.group(name);
      return value == null ? "" : value;
    }
  }

  /**
   * A unit by its suffix. No expression, since nearly every segment of a systemd host is a unit.
   *
   * @param literal the suffix, with its dot
   */
  record Unit(String literal) implements PathShape {
    @Override
    public Optional<Told> endingAt(String path, int end) {
      if (!path.startsWith(literal, end - literal.length())) {
        return Optional.empty();
      }
      String name = path.substring(path.lastIndexOf('/', end - 1) + 1, end);
      if (!isUnitName(name.substring(0, name.length() - literal.length()))) {
        return Optional.empty();
      }
      return Optional.of(
          literal.equals(".slice")
              ? new Told("", name, "", "", "", "")
              : new Told(name, "", "", "", "", ""));
    }

    /** The characters of {@code systemd.unit(5)}; a name or instance is never empty. */
    private static boolean isUnitName(String name) {
      return !name.isEmpty()
          && !name.startsWith("@")
          && !name.endsWith("@")
          && name.chars().allMatch(Unit::isUnitCharacter);
    }

    private static boolean isUnitCharacter(int c) {
      return (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || ":-_.\\@".indexOf(c) >= 0;
    }
  }
}

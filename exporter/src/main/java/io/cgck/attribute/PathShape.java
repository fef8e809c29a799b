package io.cgck.attribute;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Optional;

/**
 * A shape of one or more neighbouring segments of a cgroup path, and what it tells by its named
 * groups.
 *
 * @param runtime value of the label {@code runtime} when the shape names a container
 * @param literal a text that every path of this shape contains; a search for it is far cheaper than
 *     the pattern, and most shapes are not in most paths
 * @param depth number of segments
 */
record PathShape(String runtime, String literal, int depth, Pattern pattern) {
  static PathShape of(String runtime, String literal, String pattern) {
    int depth = 1 + (int) pattern.replace("[^/]", "").chars().filter(c -> c == '/').count();
    return new PathShape(runtime, literal, depth, Pattern.compile(pattern, Pattern.DOTALL));
  }

  boolean mayBeIn(String path) {
    return path.contains(literal);
  }

  /** The match of the segments that end just before {@code end}, a slash or the path's end. */
  Optional<Matcher> endingAt(String path, int end) {
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
    Matcher matcher = pattern.matcher(window);
    return matcher.matches() ? Optional.of(matcher) : Optional.empty();
  }

  /** What the group says, the empty string if this shape has no such group. */
  String group(Matcher match, String name) {
    if (!pattern.namedGroups().containsKey(name)) {
      return "";
    }
    String value = match.group(name);
    return value == null ? "" : value;
  }
}

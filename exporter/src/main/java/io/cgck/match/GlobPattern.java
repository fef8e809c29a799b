package io.cgck.match;

import com.google.re2j.Pattern;
import io.cgck.model.CgroupPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A glob for a whole absolute path, by whole segments:
 *
 * <ul>
 *   <li>{@code *} is any number of characters of one segment. {@code /*} does not match {@code /},
 *       which has no segment.
 *   <li>{@code ?} is one character of a segment.
 *   <li>{@code **} is any number of segments, also none, and must be a segment of its own: {@code
 *       /a/**} matches {@code /a} and everything below, {@code /**}{@code /b} every {@code b}.
 *   <li>All other characters stand for themselves, {@code \} and brackets too.
 * </ul>
 */
public final class GlobPattern implements TextPattern {
  private static final String ALL_BELOW = "/**";
  private static final String ANY_SEGMENTS = "**";

  private final String source;
  private final Pattern compiled;

  private GlobPattern(String source, List<String> segments) {
    StringBuilder regex = new StringBuilder();
    for (String segment : segments) {
      if (segment.equals(ANY_SEGMENTS)) {
        regex.append("(?:/[^/]+)*");
      } else {
        appendSegment(regex.append('/'), segment);
      }
    }
    this.source = source;
    this.compiled = Pattern.compile(regex.toString());
  }

  private static void appendSegment(StringBuilder regex, String segment) {
    segment
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '*' -> regex.append("[^/]*");
                case '?' -> regex.append("[^/]");
                default -> regex.append(Pattern.quote(Character.toString(c)));
              }
            });
  }

  public static Parsed<GlobPattern> parse(String glob) {
    if (!glob.startsWith("/")) {
      return new Parsed.Bad<>(
          "a path pattern begins with '/'; for any place in the tree write '/**/NAME'");
    }
    if (PatternLimit.tooLong(glob)) {
      return new Parsed.Bad<>("pattern longer than " + PatternLimit.MAX_LENGTH + " characters");
    }
    List<String> segments =
        glob.equals("/") ? List.of() : List.of(glob.substring(1).split("/", -1));
    if (segments.contains("")) {
      return new Parsed.Bad<>("no path has an empty segment; remove the '/' that is too much");
    }
    for (String segment : segments) {
      if (segment.contains(ANY_SEGMENTS) && !segment.equals(ANY_SEGMENTS)) {
        return new Parsed.Bad<>("'**' must be a whole segment, as in '/a/**'; write '*' here");
      }
    }
    return new Parsed.Good<>(new GlobPattern(glob, segments));
  }

  @Override
  public boolean matches(String path) {
    return compiled.matches(path.equals("/") ? "" : path);
  }

  /** Whether it has no wildcards and so matches only its own text. */
  @Override
  public boolean isLiteral() {
    return source.indexOf('*') < 0 && source.indexOf('?') < 0;
  }

  /** What stands before the final {@code /**}. */
  String top() {
    return source.substring(0, source.length() - ALL_BELOW.length());
  }

  /** Whether there is no wildcard before the final {@code /**}. */
  boolean isBelowLiteral() {
    return source.endsWith(ALL_BELOW) && top().indexOf('*') < 0 && top().indexOf('?') < 0;
  }

  public boolean matches(CgroupPath path) {
    return matches(path.value());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GlobPattern that && source.equals(that.source);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  @Override
  public String toString() {
    return source;
  }
}

package io.cgck.match;

/**
 * A pattern for a whole text: always anchored at both ends, case-sensitive, in time linear in the
 * length of the text.
 *
 * <ul>
 *   <li>{@code regex:EXPRESSION} is a regular expression of RE2/J, blanks around it left out;
 *       {@code .} also matches a line break.
 *   <li>Anything else is a glob: for paths a {@link GlobPattern}, for other texts a {@link
 *       WildcardPattern}. Without wildcards it is the text itself.
 * </ul>
 */
public sealed interface TextPattern permits GlobPattern, WildcardPattern, RegexPattern {
  String REGEX_PREFIX = "regex:";

  boolean matches(String text);

  /** Whether it matches only the text that it is. */
  boolean isLiteral();

  /**
   * Whether it certainly matches nothing that the other does not: a text that the other matches, or
   * {@code /a/b/**} within {@code /a/**}.
   */
  default boolean isWithin(TextPattern wide) {
    if (equals(wide) || (isLiteral() && wide.matches(toString()))) {
      return true;
    }
    return this instanceof GlobPattern narrow
        && wide instanceof GlobPattern other
        && narrow.isBelowLiteral()
        && other.isBelowLiteral()
        && narrow.top().startsWith(other.top() + "/");
  }

  /** The pattern for a text that is no path, such as a command name. */
  static Parsed<TextPattern> parse(String pattern) {
    return pattern.startsWith(REGEX_PREFIX)
        ? regex(pattern)
        : WildcardPattern.parse(pattern).map(wildcard -> wildcard);
  }

  /** The pattern for an absolute path. */
  static Parsed<TextPattern> parsePath(String pattern) {
    return pattern.startsWith(REGEX_PREFIX)
        ? regex(pattern)
        : GlobPattern.parse(pattern).map(glob -> glob);
  }

  private static Parsed<TextPattern> regex(String pattern) {
    return RegexPattern.parse(pattern.substring(REGEX_PREFIX.length()).strip()).map(regex -> regex);
  }
}

package io.cgck.match;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** A regular expression of RE2/J for a whole text; {@code .} also matches a line break. */
public final class RegexPattern implements TextPattern {
  private static final Pattern BEYOND_RE2 = Pattern.compile("\\(\\?<?[=!]|\\\\[1-9]");

  private final String source;
  private final Pattern compiled;

  private RegexPattern(String source, Pattern compiled) {
    this.source = source;
    this.compiled = compiled;
  }

  public static Parsed<RegexPattern> parse(String regex) {
    if (regex.isEmpty()) {
      return new Parsed.Bad<>("an empty regular expression matches only an empty text");
    }
    if (PatternLimit.tooLong(regex)) {
      return new Parsed.Bad<>(
          "regular expression longer than " + PatternLimit.MAX_LENGTH + " characters");
    }
    if (PatternLimit.unrollsTooFar(regex)) {
      return new Parsed.Bad<>(
          "the counted repetitions of this regular expression multiply to too much; use * or +");
    }
    try {
      return new Parsed.Good<>(new RegexPattern(regex, Pattern.compile(regex, Pattern.DOTALL)));
    } catch (PatternSyntaxException e) {
      // RE2/J puts the flags before the expression when it quotes all of it.
      String part = e.getPattern().equals("(?s)" + regex) ? regex : e.getPattern();
      String where = part.isEmpty() ? "" : ": " + part;
      String hint =
          BEYOND_RE2.matcher(regex).find() ? " (RE2 has no lookaround and no backreferences)" : "";
      return new Parsed.Bad<>("bad regular expression: " + e.getDescription() + where + hint);
    }
  }

  @Override
  public boolean isLiteral() {
    return false;
  }

  @Override
  public boolean matches(String text) {
    return compiled.matches(text);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RegexPattern that && source.equals(that.source);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  @Override
  public String toString() {
    return REGEX_PREFIX + source;
  }
}

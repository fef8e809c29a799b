package io.cgck.match;

import com.google.re2j.Pattern;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A glob for a text that is no path: {@code *} is any number of characters, {@code ?} is one; all
 * others stand for themselves, {@code /} and {@code \} too.
 */
public final class WildcardPattern implements TextPattern {
  private final String source;
  private final Pattern compiled;
  private final boolean isLiteral;

  /** What stands between the wildcards. */
  private final List<String> pieces;

  private WildcardPattern(String source) {
    StringBuilder regex = new StringBuilder();
    source
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(Character.toString(c)));
              }
            });
    this.source = source;
    this.isLiteral = source.indexOf('*') < 0 && source.indexOf('?') < 0;
    this.pieces =
        Arrays.stream(source.split("[*?]", -1)).filter(piece -> !piece.isEmpty()).toList();
    this.compiled = Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  public static Parsed<WildcardPattern> parse(String pattern) {
    if (pattern.isEmpty()) {
      return new Parsed.Bad<>("an empty pattern matches nothing; leave it out");
    }
    if (PatternLimit.tooLong(pattern)) {
      return new Parsed.Bad<>("pattern longer than " + PatternLimit.MAX_LENGTH + " characters");
    }
    return new Parsed.Good<>(new WildcardPattern(pattern));
  }

  /** Whether it has no wildcards and so matches only its own text. */
  @Override
  public boolean isLiteral() {
    return isLiteral;
  }

  @Override
  public boolean matches(String text) {
    return isLiteral ? source.equals(text) : hasPieces(text) && compiled.matches(text);
  }

  /** Arguments can be long, and to look for a piece of text is far cheaper than to match it. */
  private boolean hasPieces(String text) {
    for (String piece : pieces) {
      if (!text.contains(piece)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WildcardPattern that && source.equals(that.source);
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

package io.cgck.attribute;

import com.google.re2j.Pattern;
import java.util.Optional;

/**
 * An expression that is compiled when it is first needed. Most hosts have cgroups of few shapes,
 * and to compile those of all takes a good part of the first scan.
 */
final class LazyPattern {
  private final String expression;
  private volatile Optional<Pattern> compiled = Optional.empty();

  LazyPattern(String expression) {
    this.expression = expression;
  }

  Pattern compiled() {
    Optional<Pattern> known = compiled;
    if (known.isEmpty()) {
      // Two threads may do it at once, and get the same.
      known = Optional.of(Pattern.compile(expression, Pattern.DOTALL));
      compiled = known;
    }
    return known.get();
  }
}

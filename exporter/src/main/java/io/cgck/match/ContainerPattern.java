package io.cgck.match;

import static java.util.Objects.requireNonNull;

import com.google.re2j.Pattern;

/**
 * A pattern for the ID or name of a container: a {@link TextPattern} for all of it, or the first 12
 * or more digits of a hexadecimal ID, as the runtimes' own tools show and take it. Names are never
 * matched by their beginning: {@code web-frontend-1} is not {@code web-frontend-10}.
 */
public record ContainerPattern(TextPattern pattern) {
  private static final Pattern SHORT_ID = Pattern.compile("[0-9a-f]{12,}");

  public ContainerPattern {
    requireNonNull(pattern, "pattern is null");
  }

  @Override
  public String toString() {
    return pattern.toString();
  }

  public boolean matches(String containerId) {
    String text = pattern.toString();
    return pattern.matches(containerId) || (SHORT_ID.matches(text) && containerId.startsWith(text));
  }
}

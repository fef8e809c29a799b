package io.cgck.expect;

import static java.util.Objects.requireNonNull;

import com.google.re2j.Pattern;
import io.cgck.match.Parsed;
import io.cgck.model.Hierarchy;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A hierarchy as people name it: {@code unified}, a controller of cgroup v1 such as {@code memory},
 * or {@code name=NAME} for a named one. IDs differ from boot to boot.
 */
public record HierarchyName(String name) {
  private static final String UNIFIED = "unified";
  private static final Pattern NAME = Pattern.compile("(?:name=)?[A-Za-z0-9_.-]{1,100}");

  public HierarchyName {
    requireNonNull(name, "name is null");
  }

  public static Parsed<HierarchyName> parse(String text) {
    return NAME.matches(text)
        ? new Parsed.Good<>(new HierarchyName(text))
        : new Parsed.Bad<>(
            "expected unified, a controller such as memory, or name=NAME such as name=systemd,"
                + " found '"
                + text
                + "'");
  }

  /** Whether this is the one that is meant. */
  public boolean names(Hierarchy hierarchy) {
    return hierarchy.isUnified()
        ? name.equals(UNIFIED)
        : Arrays.asList(hierarchy.controllers().split(",", -1)).contains(name);
  }

  /** The names by which all of these can be called, for people. */
  public static String namesOf(List<Hierarchy> hierarchies) {
    return hierarchies.stream()
        .sorted()
        .map(
            hierarchy ->
                hierarchy.isUnified() ? UNIFIED : hierarchy.controllers().replace(",", ", "))
        .collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return name;
  }
}

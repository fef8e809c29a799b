package io.cgck.match;

import java.util.List;
import java.util.Optional;

/** Names of systemd units, as far as cgroups have them. */
public final class UnitNames {
  private static final List<String> SUFFIXES = List.of(".service", ".scope", ".socket", ".swap");

  private UnitNames() {}

  /** Why no unit with a cgroup can have such a name; empty if one can, or if it cannot be told. */
  public static Optional<String> whyNone(TextPattern pattern) {
    String name = pattern.toString();
    if (!pattern.isLiteral() || SUFFIXES.stream().anyMatch(name::endsWith)) {
      return Optional.empty();
    }
    return Optional.of(
        "names of units with processes end in %s; write '%s.service', or '%s.*' for any"
            .formatted(String.join(", ", SUFFIXES), name, name));
  }
}

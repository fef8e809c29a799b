package io.cgck.match;

import java.util.List;
import java.util.Optional;

/** Names of systemd units, as far as cgroups have them. */
public final class UnitNames {
  private static final List<String> SUFFIXES = List.of(".service", ".scope", ".socket", ".swap");

  private UnitNames() {}

  /** Units without processes of their own, or such that cgroups do not tell. */
  private static final List<String> OTHERS =
      List.of(".mount", ".slice", ".timer", ".path", ".target", ".device", ".automount");

  /** Why no unit with a cgroup can have such a name; empty if one can, or if it cannot be told. */
  public static Optional<String> whyNone(TextPattern pattern) {
    String name = pattern.toString();
    if (!pattern.isLiteral() || SUFFIXES.stream().anyMatch(name::endsWith)) {
      return Optional.empty();
    }
    if (OTHERS.stream().anyMatch(name::endsWith)) {
      return Optional.of(
          "a process is told to be of a unit only in %s; write {cgroup: '/**/%s/**'}"
              .formatted(String.join(", ", SUFFIXES), name));
    }
    return Optional.of(
        "names of units with processes end in %s; write '%s.service', or '%s.*' for any"
            .formatted(String.join(", ", SUFFIXES), name, name));
  }
}

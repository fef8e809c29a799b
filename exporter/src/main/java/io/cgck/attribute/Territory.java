package io.cgck.attribute;

import static java.util.Objects.requireNonNull;

import io.cgck.model.CgroupPath;
import java.util.List;
import java.util.Optional;

/**
 * The cgroup that a service or a container owns, with all below it.
 *
 * @param owner ID of the container or name of the unit
 * @param root the cgroup
 */
public record Territory(Kind kind, String owner, CgroupPath root) {
  public Territory {
    requireNonNull(kind, "kind is null");
    requireNonNull(owner, "owner is null");
    requireNonNull(root, "root is null");
  }

  /** What owns it. */
  public enum Kind {
    CONTAINER,
    SERVICE
  }

  /**
   * Whose territory a cgroup is in: that of a container, else that of a service of the system's
   * manager. Scopes of systemd are none: whoever asked systemd for one placed its processes itself.
   */
  public static Optional<Territory> of(CgroupPath cgroup, Attribution made) {
    if (!made.containerId().isEmpty()) {
      return endingWith(cgroup, made.containerId(), false)
          .map(root -> new Territory(Kind.CONTAINER, made.containerId(), root));
    }
    if (made.unit().endsWith(".service")) {
      return endingWith(cgroup, made.unit(), true)
          .map(root -> new Territory(Kind.SERVICE, made.unit(), root));
    }
    return Optional.empty();
  }

  /**
   * The innermost {@code .scope} of systemd that a cgroup is in, of the system's manager or a
   * user's.
   */
  public static Optional<CgroupPath> scopeOf(CgroupPath cgroup, Attribution made) {
    String unit = made.userUnit().endsWith(".scope") ? made.userUnit() : made.unit();
    return unit.endsWith(".scope") ? endingWith(cgroup, unit, true) : Optional.empty();
  }

  /** The path up to the innermost segment that is the name, or has it in it. */
  private static Optional<CgroupPath> endingWith(CgroupPath cgroup, String name, boolean whole) {
    List<String> segments = cgroup.segments();
    for (int depth = segments.size(); depth > 0; depth--) {
      String segment = segments.get(depth - 1);
      if (whole ? segment.equals(name) : segment.contains(name)) {
        return Optional.of(new CgroupPath("/" + String.join("/", segments.subList(0, depth))));
      }
    }
    return Optional.empty();
  }
}

package io.cgck.procfs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which mount lies on which, as the IDs in {@code proc_pid_mountinfo(5)} tell.
 *
 * <p>A mount on {@code /} hides nothing: paths begin at the root directory of the process, and do
 * not cross what lies over it.
 */
final class MountTree {
  /**
   * Whoever may mount can make tables that cost much to look through: after so many look-ups what
   * is left counts as not hidden. An ordinary table takes a few hundred.
   */
  private static final int LOOK_UPS = 20_000;

  private final Map<Long, Node> nodes = new HashMap<>();
  private final Map<Place, Node> mounted = new HashMap<>();
  private final Map<Long, Boolean> hiddenAbove = new HashMap<>();
  private int lookUpsLeft = LOOK_UPS;

  /**
   * A mount.
   *
   * @param parent ID of the mount that its mount point is in; its own ID, or an unlisted one, at
   *     the top
   */
  record Node(long id, long parent, String mountPoint) {}

  /** A path in a mount, on which another is mounted. */
  private record Place(long mount, String path) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Place that && mount == that.mount && path.equals(that.path);
    }

    @Override
    public int hashCode() {
      return 31 * Long.hashCode(mount) + path.hashCode();
    }
  }

  void add(Node node) {
    nodes.put(node.id(), node);
    if (node.id() != node.parent()) {
      mounted.put(new Place(node.parent(), node.mountPoint()), node);
    }
  }

  /**
   * Whether a path to the mount leads into another one: one mounted on its own root, or, at any
   * step upwards, one whose mount point lies on the way.
   */
  boolean isHidden(Node mount) {
    return (!mount.mountPoint().equals("/") && isMountedOn(mount.id(), mount.mountPoint()))
        || isHiddenAbove(mount);
  }

  private boolean isHiddenAbove(Node mount) {
    List<Long> passed = new ArrayList<>();
    boolean hidden = false;
    Optional<Node> step = Optional.of(mount);
    while (step.isPresent() && !hidden && lookUpsLeft > 0) {
      Node at = step.get();
      Optional<Boolean> known = Optional.ofNullable(hiddenAbove.putIfAbsent(at.id(), false));
      if (known.isPresent()) {
        // Worked out before, or a circle in a torn text.
        hidden = known.get();
        break;
      }
      passed.add(at.id());
      hidden = isCovered(at);
      step = Optional.ofNullable(nodes.get(at.parent()));
    }
    for (long id : passed) {
      hiddenAbove.put(id, hidden);
    }
    return hidden;
  }

  /** Whether another mount in the same parent lies on a directory above the mount point. */
  private boolean isCovered(Node step) {
    String path = step.mountPoint();
    for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (isMountedOn(step.parent(), path.substring(0, end))) {
        return true;
      }
    }
    return false;
  }

  private boolean isMountedOn(long mount, String path) {
    return lookUpsLeft-- > 0 && mounted.containsKey(new Place(mount, path));
  }
}

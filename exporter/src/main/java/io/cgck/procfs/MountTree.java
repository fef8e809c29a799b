package io.cgck.procfs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which mount lies on which, as the IDs in {@code proc_pid_mountinfo(5)} tell. */
final class MountTree {
  private final Map<Long, Node> nodes = new HashMap<>();
  private final Map<Place, List<Node>> mounted = new HashMap<>();

  /**
   * A mount.
   *
   * @param parent ID of the mount that its mount point is in; its own ID, or an unlisted one, at
   *     the top
   */
  record Node(long id, long parent, String mountPoint) {}

  /** A path in a mount, on which others can be mounted. */
  private record Place(long mount, String path) {}

  void add(Node node) {
    nodes.put(node.id(), node);
    mounted
        .computeIfAbsent(new Place(node.parent(), node.mountPoint()), same -> new ArrayList<>(1))
        .add(node);
  }

  /**
   * Whether a path to the mount leads into another one: one mounted on its own root, or, at any
   * step upwards, one whose mount point lies on the way.
   */
  boolean isHidden(Node mount) {
    if (hasOther(mount.id(), mount.mountPoint(), mount)) {
      return true;
    }
    // A torn text could tell of a circle.
    Set<Long> passed = new HashSet<>();
    Node step = mount;
    while (passed.add(step.id())) {
      if (isCovered(step)) {
        return true;
      }
      Optional<Node> parent = Optional.ofNullable(nodes.get(step.parent()));
      if (parent.isEmpty()) {
        return false;
      }
      step = parent.get();
    }
    return false;
  }

  /** Whether another mount in the same parent lies on a directory above the mount point. */
  private boolean isCovered(Node step) {
    String path = step.mountPoint();
    if (path.equals("/")) {
      return false;
    }
    for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (hasOther(step.parent(), path.substring(0, end), step)) {
        return true;
      }
    }
    return hasOther(step.parent(), "/", step);
  }

  private boolean hasOther(long mount, String path, Node than) {
    return mounted.getOrDefault(new Place(mount, path), List.of()).stream()
        .anyMatch(node -> !node.equals(than));
  }
}

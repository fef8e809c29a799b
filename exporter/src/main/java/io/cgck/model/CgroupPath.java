package io.cgck.model;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;

/**
 * Absolute path of a cgroup in its hierarchy, as a reader in the initial cgroup namespace sees it.
 * {@code /} is the root cgroup.
 *
 * <p>Bytes that are not UTF-8 stand as {@code \xNN}, everything else exactly as the kernel writes
 * it.
 */
public record CgroupPath(String value) implements Comparable<CgroupPath> {
  public static final CgroupPath ROOT = new CgroupPath("/");

  public CgroupPath {
    requireNonNull(value, "value is null");
    if (!value.startsWith("/")) {
      throw new IllegalArgumentException("cgroup path does not begin with '/': " + value);
    }
  }

  public boolean isRoot() {
    return value.length() == 1;
  }

  /** Whether this cgroup is {@code root} or lies below it. */
  public boolean isInside(CgroupPath root) {
    return root.isRoot()
        || (value.startsWith(root.value)
            && (value.length() == root.value.length() || value.charAt(root.value.length()) == '/'));
  }

  /** The names on the way from the root cgroup to this one; none for the root cgroup. */
  public List<String> segments() {
    return isRoot() ? List.of() : Arrays.asList(value.substring(1).split("/", -1));
  }

  /**
   * This path as a process sees it whose cgroup namespace has its root at {@code namespaceRoot}:
   * {@code /} when equal, {@code /x} below, with a {@code /..} for every step up when outside. The
   * same text as {@code kernfs_path_from_node()} in the kernel's {@code fs/kernfs/dir.c} writes.
   */
  public String seenFrom(CgroupPath namespaceRoot) {
    if (namespaceRoot.isRoot()) {
      return value;
    }
    if (isInside(namespaceRoot)) {
      String below = value.substring(namespaceRoot.value.length());
      return below.isEmpty() ? "/" : below;
    }
    List<String> from = namespaceRoot.segments();
    List<String> to = segments();
    int common = 0;
    while (common < Math.min(from.size(), to.size()) && from.get(common).equals(to.get(common))) {
      common++;
    }
    StringBuilder seen = new StringBuilder();
    for (int up = common; up < from.size(); up++) {
      seen.append("/..");
    }
    for (String name : to.subList(common, to.size())) {
      seen.append('/').append(name);
    }
    return seen.toString();
  }

  @Override
  public int compareTo(CgroupPath other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CgroupPath that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }
}

package io.cgck.model;

import static java.util.Objects.requireNonNull;

/**
 * A namespace, named as {@code readlink /proc/PID/ns/KIND} names it.
 *
 * @param inode inode number in nsfs, unique among living namespaces of all kinds
 */
public record NamespaceId(NamespaceKind kind, long inode) {
  public NamespaceId {
    requireNonNull(kind, "kind is null");
    if (inode <= 0) {
      throw new IllegalArgumentException("namespace inode is not positive: " + inode);
    }
  }

  public boolean isInitial() {
    return kind.initialInode().isPresent() && kind.initialInode().getAsLong() == inode;
  }

  /** As the kernel writes it, for example {@code cgroup:[4026531835]}. */
  @Override
  public String toString() {
    return kind.label() + ":[" + inode + "]";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NamespaceId that && inode == that.inode && kind == that.kind;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(inode);
  }
}

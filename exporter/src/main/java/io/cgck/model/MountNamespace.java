package io.cgck.model;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The cgroup mounts that processes of one mount namespace with one root directory reach.
 *
 * @param processRoot target of {@code /proc/PID/root}: {@code /} unless {@code chroot(2)}
 * @param mounts in the kernel's order: of stacked mounts the topmost is the last
 */
public record MountNamespace(NamespaceId id, String processRoot, List<CgroupMount> mounts) {
  public MountNamespace {
    requireNonNull(id, "id is null");
    requireNonNull(processRoot, "processRoot is null");
    mounts = List.copyOf(mounts);
  }
}

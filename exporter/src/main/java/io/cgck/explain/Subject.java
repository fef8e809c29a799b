package io.cgck.explain;

import io.cgck.attribute.Attribution;
import io.cgck.attribute.Attributor;
import io.cgck.model.CgroupMount;
import io.cgck.model.CgroupNamespace;
import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.MountNamespace;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import io.cgck.model.NamespaceRoot;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import java.util.List;
import java.util.Optional;

/** A process that is explained, and what the snapshot knows around it. */
public record Subject(Snapshot snapshot, ProcessInfo process) {
  public Optional<NamespaceId> cgroupNamespace() {
    return process.namespaces().cgroup();
  }

  public Optional<NamespaceRoot> namespaceRoot() {
    return cgroupNamespace()
        .flatMap(
            id ->
                snapshot.cgroupNamespaces().stream()
                    .filter(namespace -> namespace.id().equals(id))
                    .findFirst())
        .map(CgroupNamespace::root);
  }

  public Optional<CgroupPath> namespaceRoot(Hierarchy hierarchy) {
    return namespaceRoot().flatMap(root -> root.in(hierarchy));
  }

  /** A cgroup of a hierarchy as the process sees it; empty if unknown. */
  public Optional<String> seen(Hierarchy hierarchy, CgroupPath cgroup) {
    return namespaceRoot(hierarchy).map(cgroup::seenFrom);
  }

  /** Other processes in the same cgroup namespace. */
  public List<ProcessInfo> companions() {
    return snapshot.processes().stream()
        .filter(other -> other.pid() != process.pid())
        .filter(other -> cgroupNamespace().isPresent())
        .filter(other -> other.namespaces().cgroup().equals(cgroupNamespace()))
        .toList();
  }

  public Optional<ProcessInfo> parent() {
    return snapshot.processes().stream()
        .filter(other -> other.pid() == process.parentPid())
        .findFirst();
  }

  /** All cgroup mounts that the process reaches; empty if they could not be read. */
  public Optional<List<CgroupMount>> mounts() {
    return mountNamespace().map(MountNamespace::mounts);
  }

  /** The mounts of the mount namespace that the process is in, from its root directory. */
  public Optional<MountNamespace> mountNamespace() {
    return process
        .namespaces()
        .get(NamespaceKind.MNT)
        .flatMap(
            id ->
                snapshot.mountNamespaces().stream()
                    .filter(namespace -> namespace.id().equals(id))
                    .filter(
                        namespace ->
                            process.rootDirectory().equals(Optional.of(namespace.processRoot())))
                    .findFirst());
  }

  public Attribution attribution() {
    return process
        .cgroup()
        .map(cgroup -> new Attributor().attribute(cgroup))
        .orElse(Attribution.NONE);
  }

  /** Whether a mount's root is above or beside the root of the process's cgroup namespace. */
  public boolean isStale(CgroupMount mount) {
    return !mount.hidden()
        && namespaceRoot(mount.hierarchy()).map(root -> !mount.root().isInside(root)).orElse(false);
  }
}

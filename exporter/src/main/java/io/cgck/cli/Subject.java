package io.cgck.cli;

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
record Subject(Snapshot snapshot, ProcessInfo process) {
  Optional<NamespaceId> cgroupNamespace() {
    return process.namespaces().cgroup();
  }

  Optional<NamespaceRoot> namespaceRoot() {
    return cgroupNamespace()
        .flatMap(
            id ->
                snapshot.cgroupNamespaces().stream()
                    .filter(namespace -> namespace.id().equals(id))
                    .findFirst())
        .map(CgroupNamespace::root);
  }

  Optional<CgroupPath> namespaceRoot(Hierarchy hierarchy) {
    return namespaceRoot().flatMap(root -> root.in(hierarchy));
  }

  /** A cgroup of a hierarchy as the process sees it; empty if unknown. */
  Optional<String> seen(Hierarchy hierarchy, CgroupPath cgroup) {
    return namespaceRoot(hierarchy).map(cgroup::seenFrom);
  }

  /** Other processes in the same cgroup namespace. */
  List<ProcessInfo> companions() {
    return snapshot.processes().stream()
        .filter(other -> other.pid() != process.pid())
        .filter(other -> cgroupNamespace().isPresent())
        .filter(other -> other.namespaces().cgroup().equals(cgroupNamespace()))
        .toList();
  }

  Optional<ProcessInfo> parent() {
    return snapshot.processes().stream()
        .filter(other -> other.pid() == process.parentPid())
        .findFirst();
  }

  /** All cgroup mounts that the process reaches; empty if they could not be read. */
  Optional<List<CgroupMount>> mounts() {
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
                    .findFirst())
        .map(MountNamespace::mounts);
  }

  Attribution attribution() {
    return process
        .cgroup()
        .map(cgroup -> new Attributor().attribute(cgroup))
        .orElse(Attribution.NONE);
  }

  /** Whether a mount's root is above or beside the root of the process's cgroup namespace. */
  boolean isStale(CgroupMount mount) {
    return !mount.hidden()
        && namespaceRoot(mount.hierarchy()).map(root -> !mount.root().isInside(root)).orElse(false);
  }

  /** A hierarchy as people name it: {@code unified}, or its controllers. */
  static String nameOf(Hierarchy hierarchy) {
    return hierarchy.isUnified() ? "unified" : hierarchy.controllers();
  }
}

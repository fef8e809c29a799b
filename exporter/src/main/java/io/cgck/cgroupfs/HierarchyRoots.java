package io.cgck.cgroupfs;

import com.google.errorprone.annotations.MustBeClosed;
import io.cgck.kernel.Descriptor;
import io.cgck.kernel.FileName;
import io.cgck.kernel.KernelReader;
import io.cgck.model.CgroupMount;
import io.cgck.model.Hierarchy;
import io.cgck.model.MountNamespace;
import io.cgck.model.NamespaceKind;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds the directory of a hierarchy's root cgroup: at the usual places below a sysfs, or else
 * where some process has it mounted, the first process of the host before others. The mounts of a
 * cgroup namespace or a container may show a part of the tree only, and another file system may be
 * mounted over it; such a directory is none.
 */
final class HierarchyRoots {
  /** Of all cgroups of the unified hierarchy but the root. */
  private static final FileName NOT_OF_THE_ROOT = FileName.of("cgroup.type");

  private static final FileName OF_V2 = FileName.of("cgroup.controllers");

  /** Of root cgroups of cgroup v1 only. */
  private static final FileName OF_A_V1_ROOT = FileName.of("cgroup.sane_behavior");

  private final KernelReader reader;
  private final Path sysfs;
  private final Path procfs;

  HierarchyRoots(KernelReader reader, Path sysfs, Path procfs) {
    this.reader = reader;
    this.sysfs = sysfs;
    this.procfs = procfs;
  }

  /** Opens it, if it is found. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed by the caller, or here if it is none
  Optional<Descriptor> open(Hierarchy hierarchy, Snapshot snapshot) {
    List<Path> candidates = new ArrayList<>(usualPlaces(hierarchy));
    candidates.addAll(mounts(hierarchy, snapshot));
    for (Path candidate : candidates) {
      Descriptor directory = reader.open(candidate.toString());
      if (directory.isOpen()
          && isRoot(directory, hierarchy)
          && (reader.isInCgroupfs(directory) || isRecorded())) {
        return Optional.of(directory);
      }
      directory.close();
    }
    return Optional.empty();
  }

  /** Files that were copied from another host may be looked at as well. */
  private boolean isRecorded() {
    try (Descriptor top = reader.open(sysfs.toString())) {
      return top.isOpen() && !reader.isInSysfs(top);
    }
  }

  private List<Path> usualPlaces(Hierarchy hierarchy) {
    Path top = sysfs.resolve("fs/cgroup");
    if (hierarchy.isUnified()) {
      return List.of(top, top.resolve("unified"));
    }
    List<Path> places = new ArrayList<>();
    String controllers = hierarchy.controllers().replaceFirst("^name=", "");
    places.add(top.resolve(controllers));
    for (String controller : controllers.split(",", -1)) {
      if (!controller.isEmpty()) {
        places.add(top.resolve(controller));
      }
    }
    return places;
  }

  /** Through {@code /proc/PID/root}, which leads into the mount namespace of a process. */
  private List<Path> mounts(Hierarchy hierarchy, Snapshot snapshot) {
    List<Path> places = new ArrayList<>();
    for (MountNamespace namespace : snapshot.mountNamespaces()) {
      for (CgroupMount mount : namespace.mounts()) {
        if (mount.hierarchy().equals(hierarchy) && mount.root().isRoot() && !mount.hidden()) {
          firstOf(namespace, snapshot)
              .ifPresent(via -> places.add(procfs.resolve(via + "/root" + mount.mountPoint())));
        }
      }
    }
    return places;
  }

  private static Optional<Integer> firstOf(MountNamespace namespace, Snapshot snapshot) {
    return snapshot.processes().stream()
        .filter(
            process ->
                process.namespaces().get(NamespaceKind.MNT).equals(Optional.of(namespace.id())))
        .filter(process -> process.rootDirectory().equals(Optional.of(namespace.processRoot())))
        .min(Comparator.comparingInt(ProcessInfo::pid))
        .map(ProcessInfo::via);
  }

  private boolean isRoot(Descriptor directory, Hierarchy hierarchy) {
    return hierarchy.isUnified()
        ? has(directory, OF_V2) && !has(directory, NOT_OF_THE_ROOT)
        : has(directory, OF_A_V1_ROOT);
  }

  private boolean has(Descriptor directory, FileName file) {
    try (Descriptor opened = reader.openAt(directory, file)) {
      return opened.isOpen();
    }
  }
}

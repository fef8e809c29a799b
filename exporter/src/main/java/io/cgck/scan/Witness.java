package io.cgck.scan;

import io.cgck.model.Hierarchy;
import io.cgck.procfs.ProcCgroup;
import io.cgck.procfs.ProcMountinfo;
import io.cgck.procfs.ProcessDirectory;
import io.cgck.procfs.Procfs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Something whose paths are known as the initial cgroup namespace sees them. Read from inside
 * another namespace, they tell where its root is.
 */
sealed interface Witness {
  /** A cgroup path in a hierarchy, as whoever read it sees it. */
  record PathIn(Hierarchy hierarchy, String path) {}

  /** Its paths as the scanning thread saw them, absolute. */
  List<PathIn> absolute();

  /** Its paths as the calling thread sees them now; empty if they cannot be read any more. */
  Optional<List<PathIn>> read(Procfs procfs);

  /** A process, by the cgroups that it is in. */
  record OfProcess(int pid, List<PathIn> absolute) implements Witness {
    static OfProcess of(Observation process) {
      return new OfProcess(process.via(), paths(process.situation().cgroups()));
    }

    private static List<PathIn> paths(List<ProcCgroup.Line> lines) {
      return lines.stream().map(line -> new PathIn(line.hierarchy(), line.path())).toList();
    }

    @Override
    public Optional<List<PathIn>> read(Procfs procfs) {
      try (ProcessDirectory directory = procfs.process(pid)) {
        return directory.failure().isPresent()
            ? Optional.empty()
            : directory.cgroup().toOptional().map(cgroup -> paths(cgroup.lines()));
      }
    }
  }

  /**
   * The cgroup mounts that a process sees. They help where no process is inside the namespace: a
   * mount that was made inside keeps the root of the namespace, or a cgroup below it, as its own.
   */
  record OfMounts(int pid, Collection<Hierarchy> hierarchies, List<PathIn> absolute)
      implements Witness {
    static OfMounts of(
        int pid, Collection<Hierarchy> hierarchies, List<ProcMountinfo.Mount> mounts) {
      return new OfMounts(pid, hierarchies, paths(mounts, hierarchies));
    }

    private static List<PathIn> paths(
        List<ProcMountinfo.Mount> mounts, Collection<Hierarchy> hierarchies) {
      List<PathIn> paths = new ArrayList<>();
      for (ProcMountinfo.Mount mount : mounts) {
        MountTable.hierarchyOf(mount, hierarchies)
            .ifPresent(hierarchy -> paths.add(new PathIn(hierarchy, mount.root())));
      }
      return paths;
    }

    @Override
    public Optional<List<PathIn>> read(Procfs procfs) {
      try (ProcessDirectory directory = procfs.process(pid)) {
        return directory.failure().isPresent()
            ? Optional.empty()
            : directory
                .mountinfo()
                .toOptional()
                .map(mountinfo -> paths(mountinfo.mounts(), hierarchies));
      }
    }
  }
}

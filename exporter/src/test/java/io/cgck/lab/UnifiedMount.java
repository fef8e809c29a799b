package io.cgck.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the unified hierarchy is mounted for this process.
 *
 * @param root the cgroup at the root of the mount, as {@code proc_pid_mountinfo(5)} writes it
 */
record UnifiedMount(String root, Path mountPoint) {
  static Optional<UnifiedMount> find() {
    try {
      return find(Files.readAllLines(Path.of("/proc/self/mountinfo")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first that shows the whole hierarchy, else the first. */
  static Optional<UnifiedMount> find(List<String> mountinfo) {
    List<UnifiedMount> mounts =
        mountinfo.stream()
            .map(line -> List.of(line.split(" ", -1)))
            .filter(fields -> fields.get(fields.indexOf("-") + 1).equals("cgroup2"))
            .map(fields -> new UnifiedMount(fields.get(3), Path.of(fields.get(4))))
            .toList();
    return mounts.stream()
        .filter(mount -> mount.root().equals("/"))
        .findFirst()
        .or(() -> mounts.stream().findFirst());
  }
}

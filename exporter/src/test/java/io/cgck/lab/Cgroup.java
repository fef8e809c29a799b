package io.cgck.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A cgroup of the lab in the unified hierarchy.
 *
 * @param path absolute path in the hierarchy, as {@code /proc/PID/cgroup} writes it
 * @param directory the same below the mount point
 */
public record Cgroup(String path, Path directory) {
  Cgroup child(String name) {
    return new Cgroup(path + "/" + name, directory.resolve(name));
  }

  /** How many levels it lies below the root of the hierarchy. */
  public int depth() {
    return (int) path.chars().filter(c -> c == '/').count();
  }

  /** The root of the hierarchy as a process sees it whose cgroup namespace has its root here. */
  public String hierarchyRootSeenFromHere() {
    return "/..".repeat(depth());
  }

  /** PIDs of the processes directly in it; none once it is removed. */
  public List<Long> processes() {
    try {
      return Files.readAllLines(directory.resolve("cgroup.procs")).stream()
          .map(Long::valueOf)
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Only for processes that the lab started. */
  void add(long pid) {
    try {
      Files.writeString(directory.resolve("cgroup.procs"), Long.toString(pid));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

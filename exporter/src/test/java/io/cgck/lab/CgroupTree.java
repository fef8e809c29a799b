package io.cgck.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A cgroup and all below it, to be cleared away. */
record CgroupTree(Path top) {
  /** Again and again, because what is killed may have forked meanwhile. */
  void killProcesses() {
    Waiting.patiently()
        .until(
            () -> "processes below " + top + " have ended: " + processes(),
            () -> {
              List<Long> left = processes();
              left.stream()
                  .map(ProcessHandle::of)
                  .flatMap(Optional::stream)
                  .forEach(ProcessHandle::destroyForcibly);
              return left.isEmpty();
            });
  }

  /** Depth first. A cgroup stays busy for a moment after its last process was killed. */
  void remove() {
    Waiting.patiently().until(() -> top + " is removed", this::removed);
  }

  private boolean removed() {
    for (Path directory : directories()) {
      try {
        Files.deleteIfExists(directory);
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }

  private List<Long> processes() {
    return directories().stream()
        .flatMap(directory -> new Cgroup("", directory).processes().stream())
        .toList();
  }

  private List<Path> directories() {
    if (!Files.isDirectory(top)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(top)) {
      return files.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

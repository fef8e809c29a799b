package io.cgck.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The controllers that the root of the unified hierarchy gives to the cgroups below it. Runtimes of
 * containers switch on all that there are, and leave it at that.
 */
record SubtreeControl(Path file, Set<String> before) {
  /** As it is now. */
  static SubtreeControl of(Path mountPoint) {
    Path file = mountPoint.resolve("cgroup.subtree_control");
    return new SubtreeControl(file, read(file));
  }

  /** Switches off what was off before. */
  void restore() {
    try {
      for (String controller : read(file)) {
        if (!before.contains(controller)) {
          Files.writeString(file, "-" + controller);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> read(Path file) {
    try {
      return Arrays.stream(Files.readString(file).strip().split(" ", -1))
          .filter(controller -> !controller.isEmpty())
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

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
  /** EBUSY: all that an exception of a write tells of it. */
  private static final String BUSY = "Device or resource busy";

  /** As it is now. */
  static SubtreeControl of(Path mountPoint) {
    Path file = mountPoint.resolve("cgroup.subtree_control");
    return new SubtreeControl(file, read(file));
  }

  /** Switches off what was off before, and is needed by nobody else now. */
  void restore() {
    for (String controller : read(file)) {
      if (!before.contains(controller)) {
        switchOff(controller);
      }
    }
  }

  private void switchOff(String controller) {
    try {
      Files.writeString(file, "-" + controller);
    } catch (IOException e) {
      // A cgroup below the root gives it on to its own: one of another run, or of the machine. So
      // somebody else needs it, and it is theirs to switch off.
      if (!BUSY.equals(e.getMessage())) {
        throw new UncheckedIOException(e);
      }
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

package io.cgck.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A cgroup of its own in a hierarchy of cgroup v1 whose controller does nothing by itself, where
 * the host has one. What is left in it when it is closed, ended before.
 *
 * @param directory empty on a host without such a hierarchy
 */
public record LegacyCgroup(Optional<Path> directory) implements AutoCloseable {
  private static final Path FREEZER = Path.of("/sys/fs/cgroup/freezer");

  public static LegacyCgroup make() throws IOException {
    if (!Files.exists(FREEZER.resolve("cgroup.procs"))) {
      return new LegacyCgroup(Optional.empty());
    }
    Path made = FREEZER.resolve("cgck-test-" + ProcessHandle.current().pid());
    return new LegacyCgroup(Optional.of(Files.createDirectory(made)));
  }

  @Override
  public void close() {
    directory.ifPresent(made -> new CgroupTree(made).remove());
  }
}

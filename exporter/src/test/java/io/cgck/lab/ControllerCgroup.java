package io.cgck.lab;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A cgroup of a controller's own hierarchy in cgroup v1, with those below it. Closing it moves what
 * is still in it to the root, where it came from, and removes it.
 */
public record ControllerCgroup(Path root, Path directory) implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  /** Makes one; skips the test on a host whose controller is not one of cgroup v1. */
  public static ControllerCgroup make(String controller) {
    Path root = mountPoint(controller);
    Path directory =
        root.resolve(
            "cgck-test-%d-%d".formatted(ProcessHandle.current().pid(), NUMBER.incrementAndGet()));
    return makeAt(root, directory);
  }

  private static ControllerCgroup makeAt(Path root, Path directory) {
    try {
      Files.createDirectory(directory);
      return new ControllerCgroup(root, directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path mountPoint(String controller) {
    try {
      List<Path> mounts =
          Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
              .map(line -> line.split(" ", -1))
              .filter(fields -> fields[fields.length - 3].equals("cgroup") && fields[3].equals("/"))
              .filter(
                  fields ->
                      Arrays.asList(fields[fields.length - 1].split(",", -1)).contains(controller))
              .map(fields -> Path.of(fields[4]))
              .toList();
      assumeTrue(!mounts.isEmpty(), "needs cgroup v1 with the controller " + controller);
      return mounts.getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public ControllerCgroup child(String name) {
    return makeAt(root, directory.resolve(name));
  }

  /** As {@code /proc/PID/cgroup} writes it. */
  public String path() {
    return "/" + root.relativize(directory);
  }

  /** Only for processes that the lab started. */
  public void add(long pid) {
    write("cgroup.procs", Long.toString(pid));
  }

  public void write(String file, String text) {
    try {
      Files.writeString(directory.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String read(String file) {
    return read(directory.resolve(file)).strip();
  }

  /** The text of any file. */
  public static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (var below = Files.list(directory)) {
      below.filter(Files::isDirectory).forEach(each -> new ControllerCgroup(root, each).close());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String pid : read("cgroup.procs").lines().toList()) {
      try {
        Files.writeString(root.resolve("cgroup.procs"), pid);
      } catch (IOException e) {
        // It has ended meanwhile.
      }
    }
    Waiting.patiently().until(() -> directory + " is removed", this::remove);
  }

  private boolean remove() {
    return directory.toFile().delete();
  }
}

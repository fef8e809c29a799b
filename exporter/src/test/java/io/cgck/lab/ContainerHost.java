package io.cgck.lab;

import io.cgck.lab.Command.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A host of containers: a Debian with their runtimes, as the root of a mount namespace of its own,
 * and all else as on this machine.
 *
 * <p>All that is started on it is in cgroups of one lab. Closing it kills that, whoever started it
 * in the end, and the file systems go with the last process.
 */
public final class ContainerHost implements AutoCloseable {
  /** Which cgroup mounts it sees, and so what its runtimes do. */
  public enum View {
    /** The unified hierarchy alone, as on a host of that mode. */
    UNIFIED,
    /** What this machine has. */
    MACHINE
  }

  private static final String ENTER_ROOT = "testbed/enter-root";
  private static final Duration BOUND = Duration.ofSeconds(60);

  /**
   * What runs in containers: it takes down what it sees of its cgroups by itself, and stays.
   * Complete when it is there, hence the other name first.
   */
  private static final String REPORT =
      """
      #!/bin/sh
      cat /proc/self/cgroup /proc/self/mountinfo >/tmp/view.new
      mv /tmp/view.new /tmp/view
      exec sleep 3600
      """;

  private final CgroupLab lab;
  private final SubtreeControl controllers;
  private final Path mountPoint;
  private final LabProcess holder;
  private final Thread atExit = new Thread(this::clear, "container host clean-up");

  private ContainerHost(
      CgroupLab lab, SubtreeControl controllers, Path mountPoint, LabProcess holder) {
    this.lab = lab;
    this.controllers = controllers;
    this.mountPoint = mountPoint;
    this.holder = holder;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** One that sees the unified hierarchy alone. */
  public static ContainerHost open() {
    return open(View.UNIFIED);
  }

  public static ContainerHost open(View view) {
    String root = RootFileSystem.ofTheBuild("containers").directory().toString();
    CgroupLab lab = CgroupLab.open();
    try {
      SubtreeControl controllers = SubtreeControl.of(lab.mountPoint());
      Path mountPoint = Files.createTempDirectory("cgck-container-host-");
      LabProcess holder =
          lab.start(
              lab.cgroup("host"),
              ENTER_ROOT,
              root,
              mountPoint.toString(),
              view.name().toLowerCase(Locale.ROOT));
      Waiting.patiently()
          .until(
              () -> "the file systems are mounted; it says: " + holder.output(),
              () -> !holder.isAlive() || holder.arguments().getFirst().equals("sleep"));
      holder.requireAlive();
      ContainerHost host = new ContainerHost(lab, controllers, mountPoint, holder);
      host.furnish();
      return host;
    } catch (IOException e) {
      lab.close();
      throw new UncheckedIOException(e);
    } catch (AssertionError e) {
      lab.close();
      throw e;
    }
  }

  private void furnish() throws IOException {
    for (String idMap : List.of("etc/subuid", "etc/subgid")) {
      write(idMap, "root:100000:65536\n");
    }
    makeRoot("srv/report");
  }

  /** Makes a root directory for a container whose program is {@code /bin/report}. */
  void makeRoot(String path) {
    try {
      Path root = file(path);
      for (String directory : List.of("bin", "dev", "etc", "proc", "root", "run", "sys", "tmp")) {
        Files.createDirectories(root.resolve(directory));
      }
      Files.createDirectories(root.resolve("usr"));
      Files.copy(file("bin/busybox"), root.resolve("bin/busybox"));
      for (String applet : List.of("sh", "cat", "mv", "sleep")) {
        Files.createSymbolicLink(root.resolve("bin").resolve(applet), Path.of("busybox"));
      }
      write(path + "/etc/os-release", "ID=lab\n");
      write(path + "/etc/passwd", "root:x:0:0::/:/bin/sh\n");
      write(path + "/bin/report", REPORT);
      for (String program : List.of("bin/busybox", "bin/report")) {
        Files.setPosixFilePermissions(
            root.resolve(program), PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of it, by a path without a slash at the beginning, as this machine reaches it. */
  public Path file(String path) {
    return Path.of("/proc", Long.toString(holder.pid()), "root").resolve(path);
  }

  public void write(String path, String text) {
    try {
      Path file = file(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies a file of this machine. */
  public void copy(Path from, String to) {
    try {
      Files.createDirectories(file(to).getParent());
      Files.copy(from, file(to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public CgroupLab lab() {
    return lab;
  }

  /** Runs a command on it, to its end and successfully. Gives what it printed, stripped. */
  public String run(String... command) {
    Outcome outcome = tryToRun(command);
    if (outcome.exitCode() != 0) {
      throw new AssertionError(String.join(" ", command) + " failed: " + outcome);
    }
    return outcome.stdout().strip();
  }

  /** Runs a command on it, to its end. */
  public Outcome tryToRun(String... command) {
    List<String> line = new ArrayList<>();
    line.addAll(List.of("sh", "-c", "echo $$ >\"$1\" && shift && exec \"$@\"", "sh"));
    line.add(lab.cgroup("engine").directory().resolve("cgroup.procs").toString());
    line.addAll(entering(command));
    return new Command(new ProcessBuilder(line), BOUND).run("");
  }

  /** Starts a command on it, in a cgroup of the lab. */
  public LabProcess start(Cgroup cgroup, String... command) {
    return lab.start(cgroup, entering(command).toArray(String[]::new));
  }

  private List<String> entering(String... command) {
    List<String> line = new ArrayList<>();
    line.addAll(List.of("nsenter", "--mount", "--target", Long.toString(holder.pid()), "--"));
    line.addAll(List.of("env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root"));
    line.add("LANG=C.UTF-8");
    line.addAll(Arrays.asList(command));
    return line;
  }

  @Override
  public void close() {
    lab.close();
    Runtime.getRuntime().removeShutdownHook(atExit);
    clear();
  }

  /** What the lab does not know of: it is in the unified hierarchy only. */
  private void clear() {
    String top = String.valueOf(lab.top().directory().getFileName());
    try (Stream<Path> hierarchies = Files.list(Path.of("/sys/fs/cgroup"))) {
      hierarchies
          .map(hierarchy -> new CgroupTree(hierarchy.resolve(top)))
          .forEach(CgroupTree::remove);
      Files.deleteIfExists(mountPoint);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      controllers.restore();
    }
  }
}

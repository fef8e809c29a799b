package io.cgck.lab;

import io.cgck.lab.Command.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A systemd that was really booted: PID 1 of namespaces of its own, in a cgroup of the lab, over a
 * root directory that stays as it is. It has no network but its own loopback interface. Closing it
 * shuts it down, and nothing is left, also when a test failed or the JVM is told to end: its mounts
 * end with its mount namespace, and its processes with PID 1.
 */
public final class BootedSystem implements AutoCloseable {
  private static final String BOOT = "testbed/boot-system";

  private final CgroupLab lab;
  private final Path mountPoint;
  private final LabProcess boot;

  private BootedSystem(CgroupLab lab, Path mountPoint, LabProcess boot) {
    this.lab = lab;
    this.mountPoint = mountPoint;
    this.boot = boot;
  }

  /** Boots one, and waits until all that it starts has started. */
  public static BootedSystem boot(SystemRoot root) {
    String directory = root.directory().toString();
    CgroupLab lab = CgroupLab.open();
    Path mountPoint = temporaryDirectory();
    try {
      LabProcess boot =
          lab.start(
              lab.cgroup("system"), BOOT, directory, mountPoint.toString(), "cgck-test-system");
      BootedSystem system = new BootedSystem(lab, mountPoint, boot);
      system.awaitBooted();
      return system;
    } catch (AssertionError e) {
      lab.close();
      delete(mountPoint);
      throw e;
    }
  }

  private static Path temporaryDirectory() {
    try {
      Path directory = Files.createTempDirectory("cgck-system-");
      // After the clean-up of the lab, when nothing is mounted there any more.
      directory.toFile().deleteOnExit();
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitBooted() {
    Waiting.patiently()
        .until(
            () -> "systemd is PID 1; it says:\n" + boot.output(),
            () -> !boot.isAlive() || init().isPresent());
    Waiting.patiently()
        .until(
            () -> "the system is up; it says:\n%s\n%s".formatted(boot.output(), troubles()),
            () -> !boot.isAlive() || state().equals("running"));
    if (!boot.isAlive()) {
      throw new AssertionError("the system ended at once, saying: " + boot.output());
    }
  }

  private String state() {
    return run("systemctl", "is-system-running").stdout().strip();
  }

  private String troubles() {
    return run("systemctl", "--no-pager", "list-jobs")
        + "\n"
        + run("systemctl", "--no-pager", "--failed")
        + "\n"
        + run("journalctl", "--no-pager", "--priority=warning");
  }

  /** Its PID 1, once that is systemd: before, it still sees the machine's files. */
  private Optional<ProcessHandle> init() {
    return ProcessHandle.of(boot.pid()).stream()
        .flatMap(ProcessHandle::children)
        .filter(child -> comm(child.pid()).equals("systemd"))
        .findAny();
  }

  private static String comm(long pid) {
    try {
      return Files.readString(procfs(pid).resolve("comm")).strip();
    } catch (IOException e) {
      // It ended meanwhile.
      return "";
    }
  }

  private static Path procfs(long pid) {
    return Path.of("/proc", Long.toString(pid));
  }

  /** PID 1 as the machine numbers it. */
  private long pid() {
    return init().orElseThrow(() -> new AssertionError("systemd has ended")).pid();
  }

  /** Runs a command in it, as root, with nothing of the environment of here. */
  public Outcome run(String... command) {
    List<String> line = new ArrayList<>();
    line.addAll(List.of("nsenter", "--target", Long.toString(pid()), "--all", "env", "-i"));
    line.addAll(List.of("PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "HOME=/root"));
    line.addAll(List.of("DEBIAN_FRONTEND=noninteractive", "SYSTEMD_PAGER=cat"));
    line.addAll(List.of(command));
    return Command.of(new ProcessBuilder(line)).run("");
  }

  /** Runs a command that must succeed, and returns what it printed on standard output. */
  public String call(String... command) {
    Outcome outcome = run(command);
    if (outcome.exitCode() != 0) {
      throw new AssertionError("'%s' failed: %s".formatted(String.join(" ", command), outcome));
    }
    return outcome.stdout().stripTrailing();
  }

  /** Runs a script of the shell that must succeed. */
  public String shell(String script) {
    return call("sh", "-euc", script);
  }

  public Answer get(String url) {
    Outcome outcome =
        run(
            "curl",
            "--silent",
            "--show-error",
            "--max-time",
            "20",
            "--noproxy",
            "*",
            "--header",
            "Accept: text/plain",
            "--write-out",
            "%{stderr}%{http_code}\n%{content_type}\n",
            url);
    if (outcome.exitCode() != 0) {
      throw new AssertionError(url + " gave no answer: " + outcome);
    }
    List<String> facts = outcome.stderr().lines().toList();
    return new Answer(
        Integer.parseInt(facts.get(0)),
        facts.get(1),
        "",
        outcome.stdout(),
        HttpHeaders.of(Map.of(), (name, value) -> true));
  }

  /** Writes a file that everybody may read; makes its directory if need be. */
  public void write(String path, String text) {
    try {
      Path file = file(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies a file of the machine to a path in the system. */
  public void copy(Path from, String path) {
    try {
      Files.copy(from, file(path), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String read(String path) {
    try {
      return Files.readString(file(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String path) {
    return procfs(pid()).resolve("root" + path);
  }

  /** The time, as {@code journalctl --since} reads it. */
  public String now() {
    return "@" + call("date", "+%s.%6N");
  }

  /** Inode of a namespace of one of its processes, by the PID that it has inside. */
  public String namespace(long pid, String kind) {
    return call("readlink", "/proc/%d/ns/%s".formatted(pid, kind));
  }

  Path mountPoint() {
    return mountPoint;
  }

  Path cgroup() {
    return lab.top().directory();
  }

  @Override
  public void close() {
    try {
      init().ifPresent(this::shutDown);
    } finally {
      lab.close();
      delete(mountPoint);
    }
  }

  /** As {@code systemd(1)} wants to be told. It is killed by the lab if it does not obey. */
  private void shutDown(ProcessHandle init) {
    Command.of(new ProcessBuilder("kill", "-s", "RTMIN+3", Long.toString(init.pid()))).run("");
    Waiting.patiently()
        .until(() -> "the system has shut down: " + boot.output(), () -> !boot.isAlive());
  }

  private static void delete(Path directory) {
    try {
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

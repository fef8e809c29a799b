package io.cgck.lab;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Cgroups below one directory of their own, and the processes in them. Closing it kills what still
 * runs there and removes the cgroups, also when a test failed or the JVM is told to end.
 */
public final class CgroupLab implements AutoCloseable {
  private static final String INITIAL_CGROUP_NAMESPACE = "cgroup:[4026531835]";

  private final Path mountPoint;
  private final Cgroup top;
  private final Deque<LabProcess> processes = new ArrayDeque<>();
  private final Thread atExit = new Thread(this::clear, "cgroup lab clean-up");

  private CgroupLab(Path mountPoint, Cgroup top) {
    this.mountPoint = mountPoint;
    this.top = top;
  }

  public static CgroupLab open() {
    try {
      assumeTrue(isRoot(), "needs root, to make cgroups and namespaces");
      assumeTrue(
          Files.readSymbolicLink(Path.of("/proc/self/ns/cgroup"))
              .toString()
              .equals(INITIAL_CGROUP_NAMESPACE),
          "needs the initial cgroup namespace, to know absolute paths");
      UnifiedMount mount =
          UnifiedMount.find()
              .orElseThrow(() -> new AssertionError("no cgroup2 mount in /proc/self/mountinfo"));
      CgroupLab lab = new CgroupLab(mount.mountPoint(), makeTop(mount));
      Runtime.getRuntime().addShutdownHook(lab.atExit);
      return lab;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isRoot() throws IOException {
    return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
  }

  private static Cgroup makeTop(UnifiedMount mount) throws IOException {
    String parent = mount.root().equals("/") ? "" : mount.root();
    int n = 0;
    while (true) {
      String name = "cgck-test-" + ProcessHandle.current().pid() + "-" + n;
      Cgroup cgroup = new Cgroup(parent + "/" + name, mount.mountPoint().resolve(name));
      try {
        Files.createDirectory(cgroup.directory());
        return cgroup;
      } catch (FileAlreadyExistsException e) {
        n++;
      }
    }
  }

  /** Where the unified hierarchy is mounted. */
  public Path mountPoint() {
    return mountPoint;
  }

  /** The cgroup that all others of the lab lie below. */
  public Cgroup top() {
    return top;
  }

  /** Makes a cgroup, with its parents. */
  public Cgroup cgroup(String path) {
    Cgroup cgroup = top;
    for (String name : path.split("/", -1)) {
      cgroup = cgroup.child(name);
    }
    try {
      Files.createDirectories(cgroup.directory());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cgroup;
  }

  /** Removes a cgroup that has no living processes and no cgroups below it. */
  public void remove(Cgroup cgroup) {
    new CgroupTree(cgroup.directory()).remove();
  }

  /** Starts a command in a cgroup and returns when it runs. */
  public LabProcess start(Cgroup cgroup, String... command) {
    LabProcess process = LabProcess.launch(cgroup, List.of(command));
    processes.push(process);
    process.awaitRunning();
    return process;
  }

  /** Starts a shell in a cgroup. */
  public LabShell shell(Cgroup cgroup) {
    LabProcess process = start(cgroup, "sh");
    LabShell shell = new LabShell(process, mountPoint);
    try {
      shell.run(":");
    } catch (AssertionError e) {
      // Whoever asked has nothing to close, and tests that follow count processes.
      process.close();
      throw e;
    }
    return shell;
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    clear();
  }

  private void clear() {
    while (!processes.isEmpty()) {
      processes.pop().close();
    }
    CgroupTree tree = new CgroupTree(top.directory());
    tree.killProcesses();
    tree.remove();
  }
}

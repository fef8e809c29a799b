package io.cgck.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A shell in a cgroup of the lab that runs commands step by step. */
public final class LabShell {
  private static final String ACKNOWLEDGEMENT = "cgck-lab-step-done";

  private final LabProcess process;
  private final Path mountPoint;

  /**
   * A shell that reads commands.
   *
   * @param mountPoint where the unified hierarchy is mounted
   */
  LabShell(LabProcess process, Path mountPoint) {
    this.process = process;
    this.mountPoint = mountPoint;
  }

  public LabProcess process() {
    return process;
  }

  public long pid() {
    return process.pid();
  }

  /** Runs a command to its end and returns what it printed. */
  public String run(String command) {
    write(
        "{ %s\n} </dev/null 2>&1; printf '\\n%s %%s\\n' \"$?\"\n"
            .formatted(command, ACKNOWLEDGEMENT));
    return awaitAcknowledgement(command);
  }

  /**
   * Lets a command that ends by starting a shell, for example {@code unshare --cgroup}, take the
   * place of this shell: the PID stays.
   */
  public void become(String command) {
    write("exec %s sh -c 'echo \"$0 0\"; exec sh' %s\n".formatted(command, ACKNOWLEDGEMENT));
    awaitAcknowledgement(command);
  }

  /** Mounts the unified hierarchy afresh, without options: they would change all its mounts. */
  public void mountUnified() {
    requirePrivateMounts();
    run("mount -t cgroup2 cgroup2 " + mountPoint);
  }

  public void unmountUnified() {
    requirePrivateMounts();
    run("umount " + mountPoint);
  }

  /** Otherwise it would be the machine's own mounts that change. */
  private void requirePrivateMounts() {
    if (!process.hasLeft("mnt") || run("cat /proc/self/mountinfo").contains(" shared:")) {
      throw new AssertionError("shell " + pid() + " has no private mounts");
    }
  }

  private void write(String text) {
    try {
      process.input().write(text.getBytes(StandardCharsets.UTF_8));
      process.input().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String awaitAcknowledgement(String command) {
    StringBuilder printed = new StringBuilder();
    while (true) {
      String line = nextLine(command, printed);
      if (line.equals(ACKNOWLEDGEMENT + " 0")) {
        return printed.toString().strip();
      }
      if (line.startsWith(ACKNOWLEDGEMENT)) {
        throw new AssertionError("'%s' failed: %s".formatted(command, printed.toString().strip()));
      }
      printed.append(line).append('\n');
    }
  }

  private String nextLine(String command, StringBuilder printed) {
    try {
      return process.readLine();
    } catch (AssertionError e) {
      throw new AssertionError(
          "'%s' was not acknowledged: %s".formatted(command, printed.toString().strip()), e);
    }
  }
}

package io.cgck.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process that was started in a cgroup of the lab. */
public final class LabProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long LOOK_UP_MILLIS = 50;
  private static final String LAUNCHER = "cgck-lab-launcher";

  private final Process process;
  private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
  private final Thread reader;

  private LabProcess(Process process) {
    this.process = process;
    // Not a virtual thread: a read of a pipe holds its carrier, and of those there are two here.
    this.reader =
        Thread.ofPlatform()
            .daemon()
            .name("output of process " + process.pid())
            .start(this::readOutput);
  }

  /** The shell that joins the cgroup becomes the command, so both have the same PID. */
  static LabProcess launch(Cgroup cgroup, List<String> command) {
    List<String> line = new ArrayList<>();
    line.addAll(List.of("sh", "-c", "echo $$ >\"$1\" && shift && exec \"$@\"", LAUNCHER));
    line.add(cgroup.directory().resolve("cgroup.procs").toString());
    line.addAll(command);
    try {
      return new LabProcess(new ProcessBuilder(line).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void awaitRunning() {
    Waiting.patiently()
        .until("process " + pid() + " runs its command", () -> !isAlive() || runsCommand());
    requireAlive();
  }

  /** Fails with all that it said if it has ended. */
  void requireAlive() {
    if (!isAlive()) {
      Waiting.patiently()
          .until(
              () -> "process " + pid() + ", which ended, has ended its output, too: " + output(),
              () -> !reader.isAlive());
      throw new AssertionError("process " + pid() + " ended, saying: " + output());
    }
  }

  public long pid() {
    return process.pid();
  }

  /** Inode of one of its namespaces, for example of {@code cgroup}. */
  public long namespace(String kind) {
    return namespace(procfs(), kind);
  }

  /** Whether it left the namespace of that kind that the tests run in. */
  boolean hasLeft(String kind) {
    return namespace(kind) != namespace(Path.of("/proc/self"), kind);
  }

  private static long namespace(Path procfs, String kind) {
    try {
      String link = Files.readSymbolicLink(procfs.resolve("ns").resolve(kind)).toString();
      return Long.parseLong(link.substring(link.indexOf('[') + 1, link.length() - 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void moveTo(Cgroup cgroup) {
    cgroup.add(pid());
  }

  /** The next line that it prints. */
  public String readLine() {
    return readLine(PATIENCE);
  }

  public String readLine(Duration patience) {
    Instant deadline = Instant.now().plus(patience);
    try {
      while (Instant.now().isBefore(deadline)) {
        boolean ended = !reader.isAlive();
        String line = output.poll(ended ? 0 : LOOK_UP_MILLIS, TimeUnit.MILLISECONDS);
        if (line != null) {
          return line;
        }
        if (ended) {
          throw new AssertionError("process " + pid() + " ended its output");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new AssertionError(
        "process %d (%s, state %s) printed no line within %s"
            .formatted(pid(), cmdline().replace('\0', ' ').strip(), state(), patience));
  }

  /** What it has printed and nobody has read. */
  String output() {
    return String.join("\n", output);
  }

  public boolean hasPrintedNothing() {
    return output.isEmpty() && isAlive();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Gives it a line to read. */
  public void writeLine(String line) {
    try {
      input().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      input().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its arguments, as the kernel has them now. */
  public List<String> arguments() {
    return List.of(cmdline().split("\0", -1));
  }

  /** What it reads as standard input. */
  OutputStream input() {
    return process.getOutputStream();
  }

  /** Kills and reaps it. */
  @Override
  public void close() {
    process.destroyForcibly();
    Waiting.patiently().until("killed process " + pid() + " ended", () -> !process.isAlive());
  }

  private Path procfs() {
    return Path.of("/proc", Long.toString(pid()));
  }

  /** A zombie's command line is empty. */
  private boolean runsCommand() {
    String cmdline = cmdline();
    return !cmdline.isEmpty() && !cmdline.contains(LAUNCHER);
  }

  private String cmdline() {
    try {
      return Files.readString(procfs().resolve("cmdline"), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      // ESRCH: it ended between open and read.
      return "";
    }
  }

  /** The letters of proc_pid_stat(5), {@code T} for stopped and so on. */
  private String state() {
    try {
      String stat = Files.readString(procfs().resolve("stat"), StandardCharsets.ISO_8859_1);
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ", 2)[0];
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void readOutput() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        output.add(line);
      }
    } catch (IOException e) {
      // The stream breaks when the process is killed.
      output.add(e.toString());
    }
  }
}

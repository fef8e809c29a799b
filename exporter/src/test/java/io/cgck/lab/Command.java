package io.cgck.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Runs a command to its end, within a bound. */
public record Command(ProcessBuilder builder, Duration bound) {
  /** How a command ended and what it printed. */
  public record Outcome(int exitCode, String stdout, String stderr) {}

  public static Command of(ProcessBuilder builder) {
    return new Command(builder, Duration.ofSeconds(60));
  }

  /** Sends a signal to a process. */
  public static void signal(long pid, String name) {
    Outcome outcome = of(new ProcessBuilder("kill", "-" + name, Long.toString(pid))).run("");
    if (outcome.exitCode() != 0) {
      throw new AssertionError("kill -" + name + " failed: " + outcome);
    }
  }

  public Outcome run(String input) {
    try {
      Path directory = Files.createTempDirectory("cgck-command-");
      Path in = Files.writeString(directory.resolve("in"), input);
      Path out = Files.createFile(directory.resolve("out"));
      Path err = Files.createFile(directory.resolve("err"));
      try {
        Process process =
            builder
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        boolean ended = awaitEnd(process);
        String stdout = new String(Files.readAllBytes(out), StandardCharsets.UTF_8);
        String stderr = new String(Files.readAllBytes(err), StandardCharsets.UTF_8);
        if (!ended) {
          throw new AssertionError(
              "%s did not end in %s%nstdout: %s%nstderr: %s"
                  .formatted(builder.command(), bound, stdout, stderr));
        }
        return new Outcome(process.exitValue(), stdout, stderr);
      } finally {
        Files.delete(in);
        Files.delete(out);
        Files.delete(err);
        Files.delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean awaitEnd(Process process) {
    try {
      return process.waitFor(bound.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }
}

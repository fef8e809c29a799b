package io.cgck.lab;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A server that a test started: it ends with the test, and with the JVM at the latest. */
final class ServerProcess implements AutoCloseable {
  private static final Duration END_BOUND = Duration.ofSeconds(20);

  private final Process process;
  private final Supplier<String> log;
  private final Thread atExit = new Thread(this::kill, "server clean-up");

  /**
   * Takes one that was started.
   *
   * @param log what it has said so far
   */
  ServerProcess(Process process, Supplier<String> log) {
    this.process = process;
    this.log = log;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  long pid() {
    return process.pid();
  }

  void awaitReady(BooleanSupplier ready) {
    Waiting.patiently()
        .until(
            () -> "the server is ready; it says:\n" + log.get(),
            () -> !process.isAlive() || ready.getAsBoolean());
    if (!process.isAlive()) {
      throw new AssertionError(
          "the server ended with %d, saying:%n%s".formatted(process.exitValue(), log.get()));
    }
  }

  /** Sends SIGTERM and returns the exit code. */
  int terminate() {
    process.destroy();
    if (!ended()) {
      throw new AssertionError("still runs %s after SIGTERM:%n%s".formatted(END_BOUND, log.get()));
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    process.destroy();
    if (!ended()) {
      kill();
    }
  }

  private void kill() {
    process.destroyForcibly();
    Waiting.patiently().until("the killed server ended", () -> !process.isAlive());
  }

  private boolean ended() {
    try {
      return process.waitFor(END_BOUND.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}

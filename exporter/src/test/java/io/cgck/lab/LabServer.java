package io.cgck.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server of others on a port of the loopback interface, with a directory of its own. */
final class LabServer implements AutoCloseable {
  private static final Duration END_BOUND = Duration.ofSeconds(20);

  private final Process process;
  private final Path directory;
  private final DaemonClient client;
  private final Thread atExit = new Thread(this::kill, "lab server clean-up");

  /** How a server is called. */
  interface CommandLine {
    List<String> of(Path config, Path data, int port);
  }

  private LabServer(Process process, Path directory, DaemonClient client) {
    this.process = process;
    this.directory = directory;
    this.client = client;
  }

  /** Starts one, and waits until it says that it is ready. */
  static LabServer start(String config, CommandLine commandLine) {
    try {
      Path directory = Files.createTempDirectory("cgck-server-");
      int port = Loopback.freePort();
      Path file = Files.writeString(directory.resolve("config.yml"), config);
      Process process =
          new ProcessBuilder(commandLine.of(file, directory.resolve("data"), port))
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start();
      LabServer server = new LabServer(process, directory, new DaemonClient(port));
      Runtime.getRuntime().addShutdownHook(server.atExit);
      server.awaitReady();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady() {
    try {
      Waiting.patiently()
          .until(
              () -> "the server is ready; it says:\n" + log(),
              () -> !process.isAlive() || client.isReady());
      if (!process.isAlive()) {
        throw new AssertionError("the server ended at once, saying:\n" + log());
      }
    } catch (AssertionError e) {
      close();
      throw e;
    }
  }

  int port() {
    return client.port();
  }

  String log() {
    try {
      return new String(Files.readAllBytes(directory.resolve("log")), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode get(String pathAndQuery) {
    return json(client.get(pathAndQuery));
  }

  void post(String path, String json) {
    successful(client.postJson(path, json));
  }

  private static JsonNode json(Answer answer) {
    try {
      return new ObjectMapper().readTree(successful(answer).text());
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + answer, e);
    }
  }

  private static Answer successful(Answer answer) {
    if (answer.status() != 200) {
      throw new AssertionError("refused: " + answer);
    }
    return answer;
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    process.destroy();
    if (!ended()) {
      kill();
    }
    client.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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

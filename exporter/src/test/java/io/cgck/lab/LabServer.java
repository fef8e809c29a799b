package io.cgck.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A server of others on a port of the loopback interface, with a directory of its own. */
final class LabServer implements AutoCloseable {
  private final ServerProcess process;
  private final Path directory;
  private final DaemonClient client;

  /** How a server is called. */
  interface CommandLine {
    List<String> of(Path config, Path data, int port);
  }

  private LabServer(Process process, Path directory, DaemonClient client) {
    this.process = new ServerProcess(process, this::log);
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
      server.awaitReady();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady() {
    try {
      process.awaitReady(client::isReady);
    } catch (AssertionError e) {
      close();
      throw e;
    }
  }

  long pid() {
    return process.pid();
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

  /** Where it keeps its data. */
  Path data() {
    return directory.resolve("data");
  }

  JsonNode post(String path) {
    return json(client.post(path));
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
    process.close();
    client.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

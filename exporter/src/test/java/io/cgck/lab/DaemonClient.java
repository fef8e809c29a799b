package io.cgck.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Speaks HTTP with a server on the loopback interface. */
public final class DaemonClient implements AutoCloseable {
  private static final Duration BOUND = Duration.ofSeconds(20);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port;

  DaemonClient(int port) {
    this.port = port;
  }

  int port() {
    return port;
  }

  public Answer get(String pathAndQuery, Map<String, String> headers) {
    HttpRequest.Builder request = request(pathAndQuery).GET();
    headers.forEach(request::header);
    return send(request);
  }

  public Answer get(String pathAndQuery) {
    return get(pathAndQuery, Map.of());
  }

  public Answer post(String path) {
    return send(request(path).POST(BodyPublishers.noBody()));
  }

  Answer postJson(String path, String json) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  boolean isReady() {
    try {
      return get("/-/ready").status() == 200;
    } catch (UncheckedIOException e) {
      // Nobody listens yet.
      return false;
    }
  }

  private HttpRequest.Builder request(String pathAndQuery) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + pathAndQuery))
        .timeout(BOUND);
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      return Answer.of(http.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}

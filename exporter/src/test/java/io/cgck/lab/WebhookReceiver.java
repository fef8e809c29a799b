package io.cgck.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** What an Alertmanager sends its webhooks to. */
public final class WebhookReceiver implements AutoCloseable {
  private final HttpServer server;
  private final List<JsonNode> alerts = new CopyOnWriteArrayList<>();

  private WebhookReceiver(HttpServer server) {
    this.server = server;
  }

  public static WebhookReceiver start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      WebhookReceiver receiver = new WebhookReceiver(server);
      server.createContext("/", receiver::receive);
      server.start();
      return receiver;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For {@code webhook_configs}. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  /**
   * All that came, oldest first: {@code labels}, {@code annotations}, {@code status} ({@code
   * firing} or {@code resolved}) of each. One that is sent again is there again.
   */
  public List<JsonNode> alerts() {
    return List.copyOf(alerts);
  }

  /** Waits until an alert comes, or has come, for which the predicate holds. */
  public JsonNode await(String what, Predicate<JsonNode> predicate) {
    Waiting.patiently()
        .until(() -> what + "; received: " + alerts, () -> first(predicate).isPresent());
    return first(predicate).orElseThrow();
  }

  private Optional<JsonNode> first(Predicate<JsonNode> predicate) {
    return alerts.stream().filter(predicate).findFirst();
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      new ObjectMapper().readTree(exchange.getRequestBody()).path("alerts").forEach(alerts::add);
      exchange.sendResponseHeaders(200, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

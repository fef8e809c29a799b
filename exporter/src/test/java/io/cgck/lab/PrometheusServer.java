package io.cgck.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

/** A running Prometheus. */
public final class PrometheusServer implements AutoCloseable {
  private final LabServer server;

  private PrometheusServer(LabServer server) {
    this.server = server;
  }

  /**
   * Starts one and waits until it is ready.
   *
   * @param config its configuration; files in it by absolute paths
   */
  public static PrometheusServer start(Suite suite, String config) {
    String command = suite.command("prometheus").toString();
    return new PrometheusServer(
        LabServer.start(
            config,
            (file, data, port) ->
                List.of(
                    command,
                    "--config.file=" + file,
                    "--storage.tsdb.path=" + data,
                    "--web.enable-admin-api",
                    "--web.listen-address=127.0.0.1:" + port)));
  }

  /** Has it write all that it holds as one block, and tells where; gone when it is closed. */
  public Path snapshot() {
    String name = server.post("/api/v1/admin/tsdb/snapshot").path("data").path("name").asText();
    return server.data().resolve("snapshots").resolve(name);
  }

  /** Host and port, as in a scrape configuration. */
  public String address() {
    return "127.0.0.1:" + server.port();
  }

  /** What it has said so far. */
  public String log() {
    return server.log();
  }

  /** An instant query: {@code metric} and {@code value} of each series. */
  public List<JsonNode> query(String expression) {
    String encoded = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    return list(api("query?query=" + encoded).path("result"));
  }

  /**
   * A range query that ends now: {@code metric} and {@code values} of each series.
   *
   * @param step whole seconds
   */
  public List<JsonNode> queryRange(String expression, Duration range, Duration step) {
    Instant now = Instant.now();
    return list(
        api("query_range?query=%s&start=%d&end=%d&step=%d"
                .formatted(
                    URLEncoder.encode(expression, StandardCharsets.UTF_8),
                    now.minus(range).getEpochSecond(),
                    now.getEpochSecond(),
                    step.toSeconds()))
            .path("result"));
  }

  /** Values that a label has in the series that a selector matches. */
  public List<String> labelValues(String series, String label) {
    String encoded = URLEncoder.encode(series, StandardCharsets.UTF_8);
    return list(api("label/" + label + "/values?match%5B%5D=" + encoded)).stream()
        .map(JsonNode::asText)
        .toList();
  }

  /** Pending and firing alerts: {@code labels}, {@code annotations} and {@code state} of each. */
  public List<JsonNode> alerts() {
    return list(api("alerts").path("alerts"));
  }

  /** All rules of all groups: {@code name}, {@code health} and {@code lastError}, among others. */
  public List<JsonNode> rules() {
    return list(api("rules").path("groups")).stream()
        .flatMap(group -> list(group.path("rules")).stream())
        .toList();
  }

  private JsonNode api(String pathAndQuery) {
    return server.get("/api/v1/" + pathAndQuery).path("data");
  }

  private static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  @Override
  public void close() {
    server.close();
  }
}

package io.cgck.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** A running Alertmanager, alone: without the cluster that it would be one of by default. */
public final class Alertmanager implements AutoCloseable {
  private final LabServer server;

  private Alertmanager(LabServer server) {
    this.server = server;
  }

  /**
   * Starts one and waits until it is ready.
   *
   * @param suite the machine's or sid's
   * @param config its configuration; files in it by absolute paths
   */
  public static Alertmanager start(Suite suite, String config) {
    List<String> command = suite.alertmanagers("prometheus-alertmanager");
    return new Alertmanager(
        LabServer.start(
            config,
            (file, data, port) -> {
              List<String> line = new ArrayList<>(command);
              line.add("--config.file=" + file);
              line.add("--storage.path=" + data);
              line.add("--web.listen-address=127.0.0.1:" + port);
              line.add("--cluster.listen-address=");
              return line;
            }));
  }

  /** Host and port, as in the configuration of Prometheus. */
  public String address() {
    return "127.0.0.1:" + server.port();
  }

  /** What it has said so far. */
  public String log() {
    return server.log();
  }

  /** The alerts that it has: {@code labels}, {@code annotations} and {@code status} of each. */
  public List<JsonNode> alerts() {
    return StreamSupport.stream(server.get("/api/v2/alerts").spliterator(), false).toList();
  }

  /** Gives it alerts as Prometheus does: an array of {@code labels} and {@code annotations}. */
  public void post(String alerts) {
    server.post("/api/v2/alerts", alerts);
  }

  @Override
  public void close() {
    server.close();
  }
}

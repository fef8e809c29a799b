package io.cgck.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgck.lab.PrometheusServer;
import io.cgck.lab.ShippedRules;
import io.cgck.lab.Suite;
import io.cgck.lab.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Prometheus that scrapes others, and itself to tell what that costs. */
record FleetPrometheus(PrometheusServer server) implements AutoCloseable {
  /**
   * What is on disk.
   *
   * @param samples in it
   * @param series in it
   * @param chunks bytes of samples
   * @param index bytes of the index of series
   */
  record Block(long samples, long series, long chunks, long index) {}

  /** With the shipped rules. */
  static FleetPrometheus scraping(String jobs) {
    String rules =
        ShippedRules.ruleFiles().stream()
            .map(file -> "\"" + file + "\"")
            .collect(Collectors.joining(", "));
    try {
      // Its own port is known only once it runs, so it reads who it is from a file that comes
      // later.
      Path itself = Files.createTempFile("cgck-itself-", ".yml");
      itself.toFile().deleteOnExit();
      FleetPrometheus prometheus =
          new FleetPrometheus(
              PrometheusServer.start(
                  Suite.MACHINE,
                  """
                  global: {evaluation_interval: 15s}
                  rule_files: [%s]
                  scrape_configs:
                    - job_name: itself
                      scrape_interval: 1s
                      file_sd_configs: [{files: ["%s"], refresh_interval: 1s}]
                  %s
                  """
                      .formatted(rules, itself, jobs)));
      Files.writeString(itself, "- targets: [\"" + prometheus.server.address() + "\"]\n");
      prometheus.value("up{job=\"itself\"}");
      return prometheus;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until so many targets of cgck were scraped twice. */
  void awaitUp(int targets) {
    new Waiting(Duration.ofMinutes(2))
        .until(
            () -> targets + " targets up; " + server.log(),
            () ->
                server
                        .query("count(count_over_time(up{job=\"cgck\"}[5m]) >= 2) == " + targets)
                        .size()
                    == 1);
  }

  /** One number; waits until there is one. */
  double value(String expression) {
    AtomicReference<List<JsonNode>> answer = new AtomicReference<>(List.of());
    Waiting.patiently()
        .until(
            () -> expression + "; " + server.log(),
            () -> {
              answer.set(server.query(expression));
              return !answer.get().isEmpty();
            });
    return answer.get().getFirst().path("value").path(1).asDouble();
  }

  /** Series created so far, when for three seconds there were no more. */
  long settledSeriesCreated() {
    String created = "prometheus_tsdb_head_series_created_total";
    String settled = "max_over_time(%1$s[4s]) - min_over_time(%1$s[4s]) == 0".formatted(created);
    value(settled + " and count_over_time(" + created + "[4s]) >= 3");
    return (long) value(created);
  }

  Block block() {
    Path snapshot = server.snapshot();
    try (Stream<Path> files = Files.walk(snapshot)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      long samples = 0;
      long series = 0;
      long chunks = 0;
      long index = 0;
      for (Path file : all) {
        switch (file.getFileName().toString()) {
          case "meta.json" -> {
            JsonNode stats = new ObjectMapper().readTree(file.toFile()).path("stats");
            samples += stats.path("numSamples").asLong();
            series = Math.max(series, stats.path("numSeries").asLong());
          }
          case "index" -> index += Files.size(file);
          case "tombstones" -> {}
          default -> chunks += Files.size(file);
        }
      }
      return new Block(samples, series, chunks, index);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}

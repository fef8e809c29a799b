package io.cgck.benchmark;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPInputStream;

/** Scrapes an exporter on the loopback interface, as often as fits into a time. */
final class Scraper implements AutoCloseable {
  static final String TEXT = "text/plain; version=0.0.4";
  static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";

  private static final int MOST_SCRAPES = 200;
  private static final Duration BOUND = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI metrics;
  private final ProcessUsage usage;

  Scraper(int port, long pid) {
    this.metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
    this.usage = ProcessUsage.of(pid);
  }

  /** One scrape, for what follows from it. */
  byte[] scrape(String format, boolean gzip) {
    HttpResponse<byte[]> response = response(format, gzip);
    String encoding = response.headers().firstValue("Content-Encoding").orElse("");
    if (response.statusCode() != 200 || encoding.equals("gzip") != gzip) {
      throw new IllegalStateException(
          "%s answers %d, encoding '%s'".formatted(metrics, response.statusCode(), encoding));
    }
    return response.body();
  }

  private HttpResponse<byte[]> response(String format, boolean gzip) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(metrics).timeout(BOUND).header("Accept", format);
    if (gzip) {
      request.header("Accept-Encoding", "gzip");
    }
    try {
      return http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** What a scrape takes, of as many as fit into the time, but at least one. */
  Look look(String format, boolean gzip, Duration time) {
    int scrapes = 0;
    byte[] last;
    double cpu = usage.cpuMillis();
    long start = System.nanoTime();
    do {
      last = scrape(format, gzip);
      scrapes++;
    } while (scrapes < MOST_SCRAPES && System.nanoTime() - start < time.toNanos());
    double wallMillis = (System.nanoTime() - start) / 1e6;
    return Look.of((usage.cpuMillis() - cpu) / scrapes, wallMillis / scrapes)
        .with(Figure.BYTES, last.length)
        .with(Figure.SERIES, (double) series(gzip ? unzipped(last) : last))
        .with(Figure.RESIDENT, usage.residentMegabytes());
  }

  private static long series(byte[] exposition) {
    return new String(exposition, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .count();
  }

  private static byte[] unzipped(byte[] body) {
    try (GZIPInputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return unzipped.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}

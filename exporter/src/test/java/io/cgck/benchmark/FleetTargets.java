package io.cgck.benchmark;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * Many hosts on one port of the loopback interface: each says what one real exporter said, with
 * PIDs and container IDs of its own, and at each scrape what came next; after the last it begins
 * anew.
 */
final class FleetTargets implements AutoCloseable {
  private static final Pattern OWN =
      Pattern.compile("(?<=[{,]pid=\")\\d+|(?<=libpod-|container_id=\")[0-9a-f]{64}");
  private static final int PIDS = 30_000;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final Map<Integer, AtomicInteger> scrapes = new ConcurrentHashMap<>();
  private final List<List<byte[]>> bodies = new ArrayList<>();

  /** All that they will say is made before the first is asked: it is not what is measured. */
  FleetTargets(List<String> expositions, int targets) {
    for (int host = 0; host < targets; host++) {
      bodies.add(new ArrayList<>());
    }
    for (String exposition : expositions) {
      List<MatchResult> own = OWN.matcher(exposition).results().toList();
      for (int host = 0; host < targets; host++) {
        bodies.get(host).add(zipped(of(host, exposition, own)));
      }
    }
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  /** A scrape configuration of all of them. */
  String job(int intervalSeconds) {
    StringBuilder job =
        new StringBuilder(
            "  - job_name: cgck\n    scrape_interval: %ds\n    static_configs:\n"
                .formatted(intervalSeconds));
    for (int host = 0; host < bodies.size(); host++) {
      job.append(
          "      - {targets: [\"127.0.0.1:%d\"], labels: {instance: \"host%d:10065\", __metrics_path__: \"/%d\"}}\n"
              .formatted(server.getAddress().getPort(), host, host));
    }
    return job.toString();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      int host = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
      int scrape = scrapes.computeIfAbsent(host, n -> new AtomicInteger(n)).getAndIncrement();
      byte[] body = bodies.get(host).get(Math.floorMod(scrape, bodies.get(host).size()));
      exchange
          .getResponseHeaders()
          .set("Content-Type", "application/openmetrics-text; version=1.0.0; charset=utf-8");
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String of(int host, String exposition, List<MatchResult> own) {
    StringBuilder text = new StringBuilder(exposition.length());
    int end = 0;
    for (MatchResult each : own) {
      text.append(exposition, end, each.start());
      text.append(
          each.group().length() == 64
              ? "%08x".formatted(host) + each.group().substring(8)
              : Long.toString(1 + (Long.parseLong(each.group()) + 37L * host) % PIDS));
      end = each.end();
    }
    return text.append(exposition, end, exposition.length()).toString();
  }

  static byte[] zipped(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}

package io.cgck.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cgck.metrics.Body;
import io.cgck.metrics.Exposition;
import io.cgck.metrics.ExpositionFormat;
import io.cgck.webconfig.LiveWebConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;

/** A real server on a free port of the loopback interface, and clients for it. */
final class Site implements AutoCloseable {
  /** Longer than anything takes that works. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  final WebServer server;
  final MeterRegistry meters;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  private Site(WebServer server, MeterRegistry meters) {
    this.server = server;
    this.meters = meters;
  }

  static Builder builder() {
    return new Builder();
  }

  InetSocketAddress address() {
    return server.addresses().getFirst();
  }

  HttpResponse<byte[]> send(String method, String path, String... headers) throws Exception {
    return client.send(request(method, path, headers), HttpResponse.BodyHandlers.ofByteArray());
  }

  CompletableFuture<HttpResponse<byte[]>> sendAsync(String path) {
    return client.sendAsync(request("GET", path), HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return send("GET", path, headers);
  }

  /** For requests that a well-behaved client does not send. */
  String raw(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  String rawGet(String target) throws IOException {
    return raw("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  }

  Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket.connect(address(), (int) PATIENCE.toMillis());
    return socket;
  }

  static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), UTF_8);
  }

  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        Assertions.fail("not in %s: %s", PATIENCE, what);
      }
      Thread.sleep(10);
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }

  private HttpRequest request(String method, String path, String... headers) {
    InetSocketAddress address = address();
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d%s".formatted(address.getPort(), path)))
            .timeout(PATIENCE)
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      builder.headers(headers);
    }
    return builder.build();
  }

  static final class Builder {
    private Exposition exposition = of((format, names) -> "up 1\n".getBytes(UTF_8));
    private CompletionStage<Void> begun = CompletableFuture.completedFuture(null);
    private Supplier<Readiness> readiness = Readiness.Ready::new;
    private ReloadAction reload = ReloadResult.Reloaded::new;
    private List<Route> routes = List.of();
    private String telemetryPath = "/metrics";
    private boolean lifecycle = true;
    private Limits limits = Limits.DEFAULTS;
    private String listenAddress = "127.0.0.1:0";
    private boolean accessLog;
    private Optional<LiveWebConfig> webConfig = Optional.empty();

    Builder exposition(BiFunction<ExpositionFormat, Set<String>, byte[]> text) {
      exposition = of(text);
      return this;
    }

    private static Exposition of(BiFunction<ExpositionFormat, Set<String>, byte[]> text) {
      return (format, coding, names) -> inTwoParts(Body.of(text.apply(format, names), coding));
    }

    private static Body inTwoParts(Body body) {
      ByteBuffer all = body.parts().next();
      int half = all.limit() / 2;
      return Body.of(List.of(all.slice(0, half), all.slice(half, all.limit() - half)));
    }

    Builder begun(CompletionStage<Void> value) {
      begun = value;
      return this;
    }

    Builder readiness(Supplier<Readiness> value) {
      readiness = value;
      return this;
    }

    Builder reload(ReloadAction value) {
      reload = value;
      return this;
    }

    Builder routes(Route... value) {
      routes = List.of(value);
      return this;
    }

    Builder telemetryPath(String value) {
      telemetryPath = value;
      return this;
    }

    Builder lifecycle(boolean value) {
      lifecycle = value;
      return this;
    }

    Builder limits(Limits value) {
      limits = value;
      return this;
    }

    Builder listenAddress(String value) {
      listenAddress = value;
      return this;
    }

    Builder accessLog() {
      accessLog = true;
      return this;
    }

    Builder webConfig(Path file) {
      LiveWebConfig.Opened opened = LiveWebConfig.open(file);
      Assertions.assertThat(opened).isInstanceOf(LiveWebConfig.Opened.Good.class);
      webConfig = Optional.of(((LiveWebConfig.Opened.Good) opened).config());
      return this;
    }

    Site start() throws CannotListenException {
      MeterRegistry meters = new SimpleMeterRegistry();
      WebSettings settings =
          new WebSettings(
              List.of(ListenAddress.parse(listenAddress)),
              telemetryPath,
              lifecycle,
              accessLog,
              webConfig);
      Collaborators collaborators =
          new Collaborators(exposition, begun, readiness, reload, routes, meters, () -> {});
      ListenSockets sockets = ListenSockets.open(settings.listenAddresses());
      return new Site(WebServer.start(settings, sockets, collaborators, limits), meters);
    }
  }
}

package io.cgck.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgck.config.Configuration;
import io.cgck.expect.Assessment;
import io.cgck.expect.Assessor;
import io.cgck.explain.MoveFeed;
import io.cgck.fixture.TestHost;
import io.cgck.metrics.Body;
import io.cgck.metrics.BuildInfo;
import io.cgck.metrics.Publisher;
import io.cgck.model.Snapshot;
import io.cgck.query.ShownMoves;
import io.cgck.scan.TraceBatch;
import io.cgck.web.CannotListenException;
import io.cgck.web.Collaborators;
import io.cgck.web.ListenAddress;
import io.cgck.web.ListenSockets;
import io.cgck.web.Readiness;
import io.cgck.web.ReloadResult;
import io.cgck.web.Route;
import io.cgck.web.WebServer;
import io.cgck.web.WebSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.Assertions;

/** The API of a real server on the loopback interface, of snapshots that a test makes. */
final class ApiSite implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2023-11-14T22:00:00Z"), ZoneOffset.UTC);

  final MoveFeed feed;
  final Publisher publisher;
  final Assessor assessor;
  private final MoveStream stream;
  private final WebServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  ApiSite(String configuration) throws CannotListenException {
    this(configuration, MoveStream.Limits.DEFAULTS, 1000);
  }

  ApiSite(String yaml, MoveStream.Limits limits, int movesKept) throws CannotListenException {
    Configuration configuration = TestHost.configuration(yaml);
    this.feed = new MoveFeed(movesKept, 7);
    this.publisher = new Publisher(configuration, new BuildInfo("1.2.3", "abc", "25"), CLOCK);
    this.assessor = new Assessor(configuration.expectations(), () -> 0);
    this.stream = new MoveStream(feed, limits);
    WebSettings settings =
        new WebSettings(List.of(ListenAddress.parse("127.0.0.1:0")), "/metrics", false);
    this.server =
        WebServer.start(
            settings,
            ListenSockets.open(settings.listenAddresses()),
            new Collaborators(
                (format, coding, names) -> Body.of("up 1\n".getBytes(UTF_8), coding),
                CompletableFuture.completedFuture(null),
                Readiness.Ready::new,
                ReloadResult.NotConfigured::new,
                List.of(Route.anyBelow(Api.PREFIX, new Api(publisher::shown, feed, stream))),
                new SimpleMeterRegistry(),
                () -> {}));
  }

  /** What the daemon does with a scan. */
  ApiSite scan(Snapshot snapshot) {
    Assessment assessment = assessor.assess(snapshot, TraceBatch.NONE, true);
    publisher.publish(assessment, 0.001, 5);
    publisher.shown().ifPresent(shown -> feed.add(assessment.moves(), new ShownMoves(shown)));
    return this;
  }

  HttpResponse<byte[]> send(String method, String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.addresses().getFirst().getPort() + path))
            .timeout(PATIENCE)
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return send("GET", path, headers);
  }

  /** An answer that is as it is described. */
  JsonNode described(String path, int status) throws Exception {
    HttpResponse<byte[]> response = get(path);
    JsonNode answer =
        ApiDescription.ofTheBuild()
            .assertDescribed(
                path,
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                new String(response.body(), UTF_8));
    Assertions.assertThat(response.statusCode()).as(answer.toString()).isEqualTo(status);
    return answer;
  }

  /** A client of the stream that reads when the test wants it. */
  Listening listen(String... headers) throws IOException {
    return new Listening(headers);
  }

  InetSocketAddress address() {
    return server.addresses().getFirst();
  }

  void endStreams() {
    stream.close();
  }

  @Override
  public void close() {
    stream.close();
    client.close();
    server.close();
  }

  final class Listening implements AutoCloseable {
    final Socket socket = new Socket();
    private final BufferedReader reader;

    private Listening(String... headers) throws IOException {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      // Small, so that a client that does not read is soon one that does not take any more.
      socket.setReceiveBufferSize(4096);
      socket.connect(server.addresses().getFirst());
      socket
          .getOutputStream()
          .write(
              ("GET /api/v1/moves/stream HTTP/1.0\r\n" + String.join("", headers) + "\r\n")
                  .getBytes(UTF_8));
      reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    String line() throws IOException {
      String line = reader.readLine();
      return line == null ? "END" : line;
    }

    /** The first line of which that is true, or the end. */
    String lineThatBegins(String beginning) throws IOException {
      String line = line();
      while (!line.startsWith(beginning) && !line.equals("END")) {
        line = line();
      }
      return line;
    }

    /** How the connection ends, which may be hard; it must not stay open. */
    String end() {
      try {
        String line = line();
        while (!line.equals("END")) {
          line = line();
        }
        return line;
      } catch (SocketTimeoutException e) {
        return "OPEN";
      } catch (IOException e) {
        return "RESET";
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}

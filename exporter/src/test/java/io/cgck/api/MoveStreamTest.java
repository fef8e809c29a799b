package io.cgck.api;

import static io.cgck.fixture.Sketch.process;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.fixture.Sketch;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MoveStreamTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final MoveStream.Limits PATIENT = new MoveStream.Limits(2, LONG, LONG, LONG, LONG);

  private int cgroup;

  /** The process is moved once more. */
  private void move(ApiSite site, String padding) {
    cgroup++;
    site.scan(Sketch.snapshot(NOW.plusSeconds(cgroup), process(10, "sh", "/" + cgroup + padding)));
  }

  private void move(ApiSite site) {
    move(site, "");
  }

  private static void assertBegun(ApiSite.Listening client) throws IOException {
    assertThat(client.lineThatBegins("HTTP/")).contains(" 200 ");
    assertThat(client.lineThatBegins("Content-Type:")).endsWith(" text/event-stream");
    assertThat(client.lineThatBegins("retry:")).isEqualTo("retry: 600000");
    assertThat(client.line()).isEmpty();
  }

  private static void assertMove(ApiSite.Listening client, String id, String to)
      throws IOException {
    assertThat(client.line()).isEqualTo("id: " + id);
    assertThat(client.line()).isEqualTo("event: move");
    String data = client.line();
    assertThat(data).startsWith("data: ");
    assertThat(ApiDescription.ofTheBuild().assertMove(data.substring(6)).path("to").asText())
        .isEqualTo(to);
    assertThat(client.line()).isEmpty();
  }

  @Test
  void movesAreToldAsTheyHappenToAllWhoListen() throws Exception {
    try (ApiSite site = new ApiSite("", PATIENT, 10)) {
      move(site);
      move(site);
      try (ApiSite.Listening one = site.listen();
          ApiSite.Listening other = site.listen()) {
        assertBegun(one);
        assertBegun(other);
        move(site);
        assertMove(one, "7-2", "/3");
        move(site);
        assertMove(one, "7-3", "/4");
        assertMove(other, "7-2", "/3");
        assertMove(other, "7-3", "/4");
      }
    }
  }

  @Test
  void whoComesAgainHearsWhatItMissed() throws Exception {
    try (ApiSite site = new ApiSite("", PATIENT, 3)) {
      for (int times = 0; times < 6; times++) {
        move(site);
      }
      try (ApiSite.Listening client = site.listen("Last-Event-ID: 7-3\r\n")) {
        assertBegun(client);
        assertMove(client, "7-4", "/5");
        assertMove(client, "7-5", "/6");
      }
      // One of those in between is forgotten.
      try (ApiSite.Listening client = site.listen("Last-Event-ID: 7-1\r\n")) {
        assertBegun(client);
        assertThat(client.line()).isEqualTo("event: missed");
        assertThat(client.line()).isEqualTo("data: {\"missed\":1}");
        assertThat(client.line()).isEmpty();
        assertMove(client, "7-3", "/4");
      }
    }
  }

  @Test
  void theIdOfAnotherDaemonMeansAllThatThereIs() throws Exception {
    try (ApiSite site = new ApiSite("", PATIENT, 10)) {
      move(site);
      move(site);
      try (ApiSite.Listening client = site.listen("Last-Event-ID: 6-99\r\n")) {
        assertBegun(client);
        assertMove(client, "7-1", "/2");
      }
    }
  }

  @Test
  void whatIsNoIdIsRefused() throws Exception {
    try (ApiSite site = new ApiSite("", PATIENT, 10)) {
      HttpResponse<byte[]> response = site.get("/api/v1/moves/stream", "Last-Event-ID", "<script>");
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(new String(response.body(), UTF_8))
          .contains("Last-Event-ID is none")
          .doesNotContain("script");
      assertThat(site.get("/api/v1/moves/stream?last_id=7-1").statusCode()).isEqualTo(400);
      assertThat(site.get("/api/v1/moves/stream?last_event_id=%ff").statusCode()).isEqualTo(400);
      assertThat(site.send("HEAD", "/api/v1/moves/stream").headers().firstValue("Content-Type"))
          .hasValue("text/event-stream");
    }
  }

  @Test
  void heartbeatsComeWhileNothingMoves() throws Exception {
    try (ApiSite site =
            new ApiSite("", new MoveStream.Limits(2, Duration.ofMillis(50), LONG, LONG, LONG), 10);
        ApiSite.Listening client = site.listen()) {
      assertBegun(client);
      for (int times = 0; times < 3; times++) {
        assertThat(client.line()).isEqualTo(": still here");
        assertThat(client.line()).isEmpty();
      }
    }
  }

  /** Whoever goes on must be let in again. */
  @Test
  void aStreamEndsAfterAWhileAndGoesOnWhereItEnded() throws Exception {
    MoveStream.Limits limits =
        new MoveStream.Limits(2, Duration.ofMillis(50), LONG, Duration.ofSeconds(1), LONG);
    try (ApiSite site = new ApiSite("", limits, 10)) {
      move(site);
      try (ApiSite.Listening client = site.listen()) {
        assertBegun(client);
        move(site);
        assertThat(client.lineThatBegins("id:")).isEqualTo("id: 7-1");
        String line = client.line();
        for (int lines = 0; lines < 400 && !line.equals("END"); lines++) {
          line = client.line();
        }
        assertThat(line).isEqualTo("END");
      }
      move(site);
      try (ApiSite.Listening client = site.listen("Last-Event-ID: 7-1\r\n")) {
        assertBegun(client);
        assertMove(client, "7-2", "/3");
      }
    }
  }

  @Test
  void onlySoManyListenAtOnceAndAPlaceIsFreeAgain() throws Exception {
    try (ApiSite site =
        new ApiSite("", new MoveStream.Limits(2, Duration.ofMillis(50), LONG, LONG, LONG), 10)) {
      ApiSite.Listening one = site.listen();
      assertBegun(one);
      try (ApiSite.Listening other = site.listen()) {
        assertBegun(other);
        HttpResponse<byte[]> refused = site.get("/api/v1/moves/stream");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("5");
        one.close();
        String status;
        do {
          try (ApiSite.Listening again = site.listen()) {
            status = again.lineThatBegins("HTTP/");
          }
        } while (status.contains(" 503 "));
        assertThat(status).contains(" 200 ");
      }
    }
  }

  /** It takes some, which stays in the kernel, and then no more. */
  @Test
  void aClientThatDoesNotReadIsCut() throws Exception {
    try (ApiSite site =
            new ApiSite(
                "",
                new MoveStream.Limits(1, Duration.ofMillis(20), Duration.ofMillis(200), LONG, LONG),
                1000);
        ApiSite.Listening slow = site.listen()) {
      assertBegun(slow);
      String padding = "x".repeat(200_000);
      long end = System.nanoTime() + ApiSite.PATIENCE.toNanos();
      do {
        assertThat(System.nanoTime()).as("it is not cut").isLessThan(end);
        move(site, padding);
        assertThat(site.get("/api/v1/status").statusCode()).isEqualTo(200);
      } while (isListening(site));
      // What was on its way comes, and then nothing more.
      assertThat(slow.end()).isNotEqualTo("OPEN");
    }
  }

  /** Whether the only place is taken. */
  private static boolean isListening(ApiSite site) throws Exception {
    try (ApiSite.Listening another = site.listen()) {
      return another.lineThatBegins("HTTP/").contains(" 503 ");
    }
  }

  @Test
  void aServerThatStopsEndsStreams() throws Exception {
    try (ApiSite site = new ApiSite("", PATIENT, 10);
        ApiSite.Listening client = site.listen()) {
      assertBegun(client);
      site.endStreams();
      assertThat(client.line()).isEqualTo("END");
      assertThat(site.get("/api/v1/moves/stream").statusCode()).isEqualTo(503);
    }
  }
}

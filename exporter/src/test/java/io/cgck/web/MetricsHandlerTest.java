package io.cgck.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.cli.CapturedLog;
import io.cgck.metrics.ExpositionFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsHandlerTest {
  private static final String BODY = "cgck_scan_processes{state=\"scanned\"} 1\n".repeat(1000);
  private static final String PROMETHEUS_2_53 =
      "application/openmetrics-text;version=1.0.0;q=0.5,"
          + "application/openmetrics-text;version=0.0.1;q=0.4,"
          + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2";
  private static final String PROMETHEUS_3 =
      "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
          + "application/openmetrics-text;version=0.0.1;q=0.5,"
          + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
          + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

  @ParameterizedTest
  @ValueSource(strings = {PROMETHEUS_2_53, PROMETHEUS_3})
  void prometheusGetsOpenMetrics(String accept) throws Exception {
    try (Site site = Site.builder().exposition((format, names) -> bytes(format.name())).start()) {
      HttpResponse<byte[]> response = site.get("/metrics", "Accept", accept);

      assertThat(response.headers().allValues("Content-Type"))
          .containsExactly("application/openmetrics-text; version=1.0.0; charset=utf-8");
      assertThat(Site.text(response)).isEqualTo("OPENMETRICS");
    }
  }

  @Test
  void othersGetText() throws Exception {
    try (Site site = Site.builder().exposition((format, names) -> bytes(format.name())).start()) {
      for (HttpResponse<byte[]> response :
          List.of(site.get("/metrics"), site.get("/metrics", "Accept", "application/json"))) {
        assertThat(response.headers().allValues("Content-Type"))
            .containsExactly("text/plain; version=0.0.4; charset=utf-8");
        assertThat(Site.text(response)).isEqualTo("TEXT");
        assertThat(response.headers().allValues("Vary")).containsExactly("Accept-Encoding, Accept");
      }
    }
  }

  @Test
  void acceptMayComeInSeveralLines() throws Exception {
    try (Site site = Site.builder().exposition((format, names) -> bytes(format.name())).start()) {
      assertThat(
              Site.text(
                  site.get(
                      "/metrics",
                      "Accept",
                      "text/plain;q=0.1",
                      "Accept",
                      "application/openmetrics-text")))
          .isEqualTo("OPENMETRICS");
    }
  }

  @ParameterizedTest
  @EnumSource
  void compressesEveryFormat(ExpositionFormat format) throws Exception {
    try (Site site = Site.builder().exposition((any, names) -> bytes(BODY)).start()) {
      for (String encodings : List.of("gzip", "deflate, gzip;q=0.5", "*")) {
        HttpResponse<byte[]> response =
            site.get("/metrics", "Accept", format.contentType(), "Accept-Encoding", encodings);

        assertThat(response.headers().allValues("Content-Encoding")).containsExactly("gzip");
        assertThat(response.headers().allValues("Content-Type"))
            .containsExactly(format.contentType());
        assertThat(response.headers().allValues("Vary")).containsExactly("Accept-Encoding, Accept");
        assertThat(response.headers().firstValueAsLong("Content-Length"))
            .hasValue(response.body().length);
        assertThat(response.body()).hasSizeLessThan(BODY.length() / 10);
        assertThat(gunzip(response.body())).isEqualTo(BODY);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void doesNotCompressWithoutConsent(ExpositionFormat format) throws Exception {
    try (Site site = Site.builder().exposition((any, names) -> bytes(BODY)).start()) {
      for (String encodings : List.of("gzip;q=0", "identity", "br", "gzip;q=0, identity", "")) {
        HttpResponse<byte[]> response =
            site.get("/metrics", "Accept", format.contentType(), "Accept-Encoding", encodings);

        assertThat(response.headers().allValues("Content-Encoding")).as(encodings).isEmpty();
        assertThat(Site.text(response)).isEqualTo(BODY);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/metrics,",
    "/metrics?name%5B%5D=up,up",
    "/metrics?name[]=up,up",
    "/metrics?name[]=up&name[]=down&x=y&name[]=up,up|down",
    "/metrics?name[]=a%26b+c%C3%A9,a&b cé",
    "/metrics?name=up,",
    "/metrics?x=name[]=up,"
  })
  void passesTheNamesDecoded(String target, String names) throws Exception {
    AtomicReference<Set<String>> asked = new AtomicReference<>();
    try (Site site =
        Site.builder()
            .exposition(
                (format, wanted) -> {
                  asked.set(wanted);
                  return bytes("up 1\n");
                })
            .start()) {
      assertThat(site.rawGet(target)).startsWith("HTTP/1.1 200 ");
      assertThat(asked.get())
          .containsExactlyInAnyOrder(names == null ? new String[0] : names.split("\\|"));
    }
  }

  @Test
  void ofAnswersThatNobodyElseHasAPartOfThereAreFewAtOnce() throws Exception {
    String filtered = "/metrics?name%5B%5D=up";
    CompletableFuture<Void> begun = new CompletableFuture<>();
    List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
    try (Site site =
        Site.builder().begun(begun).exposition((format, names) -> bytes("up 1\n")).start()) {
      for (int i = 0; i < 9; i++) {
        answers.add(site.sendAsync(filtered));
      }
      Site.await("one to be refused", () -> answers.stream().anyMatch(CompletableFuture::isDone));
      answers.add(site.sendAsync("/metrics"));
      begun.complete(null);

      List<Integer> statuses = new ArrayList<>();
      for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
        statuses.add(answer.get(30, TimeUnit.SECONDS).statusCode());
      }
      assertThat(statuses).containsOnly(200, 503).containsOnlyOnce(503);
      assertThat(statuses.getLast()).as("all metrics").isEqualTo(200);
      assertThat(site.get(filtered).statusCode()).as("afterwards").isEqualTo(200);
    }
  }

  @Test
  void aFailureIsToldAndLoggedOnce() throws Exception {
    AtomicBoolean broken = new AtomicBoolean(true);
    try (CapturedLog log = new CapturedLog();
        Site site =
            Site.builder()
                .exposition(
                    (format, names) -> {
                      if (broken.get()) {
                        throw new IllegalStateException("collector /secret failed");
                      }
                      return bytes("up 1\n");
                    })
                .start()) {
      for (int i = 0; i < 3; i++) {
        HttpResponse<byte[]> response = site.get("/metrics", "Accept-Encoding", "gzip");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.headers().allValues("Content-Type"))
            .containsExactly("text/plain; charset=utf-8");
        assertThat(Site.text(response)).isEqualTo("metrics cannot be rendered; the log says why\n");
      }
      broken.set(false);
      assertThat(site.get("/metrics").statusCode()).isEqualTo(200);

      assertThat(log.lines().stream().filter(line -> line.startsWith("level=error")))
          .singleElement()
          .asString()
          .contains("collector /secret failed");
    }
  }

  @Test
  void turnsAwayWhoComesWhenAllTurnsAreTaken() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Limits oneAndOneWaiting =
        new Limits(
            64, Site.PATIENCE, Site.PATIENCE, Site.PATIENCE, 1, Site.PATIENCE, Site.PATIENCE);
    try (Site site =
        Site.builder()
            .limits(oneAndOneWaiting)
            .exposition(
                (format, names) -> {
                  awaitLatch(release);
                  return bytes("up 1\n");
                })
            .start()) {
      try {
        List<CompletableFuture<HttpResponse<byte[]>>> scrapes =
            List.of(
                site.sendAsync("/metrics"), site.sendAsync("/metrics"), site.sendAsync("/metrics"));
        CompletableFuture.anyOf(scrapes.toArray(new CompletableFuture<?>[0])).get();

        List<HttpResponse<byte[]>> answered =
            scrapes.stream()
                .filter(CompletableFuture::isDone)
                .map(CompletableFuture::join)
                .toList();
        assertThat(answered).hasSize(1);
        assertThat(answered.getFirst().statusCode()).isEqualTo(503);
        assertThat(answered.getFirst().headers().allValues("Retry-After")).containsExactly("1");
        assertThat(Site.text(answered.getFirst())).isEqualTo("too many scrapes at once\n");
        assertThat(site.get("/-/healthy").statusCode()).isEqualTo(200);

        release.countDown();
        assertThat(scrapes.stream().map(scrape -> scrape.join().statusCode()))
            .containsExactlyInAnyOrder(200, 200, 503);
      } finally {
        release.countDown();
      }
    }
  }

  /** They take no threads from others, and nobody is turned away. */
  @Test
  void fiftyWhoAskBeforeTheFirstScanGetIt() throws Exception {
    CompletableFuture<Void> begun = new CompletableFuture<>();
    try (Site site = Site.builder().begun(begun).start()) {
      List<CompletableFuture<HttpResponse<byte[]>>> scrapes = new ArrayList<>();
      for (int client = 0; client < 50; client++) {
        scrapes.add(site.sendAsync("/metrics"));
      }
      Site.await(
          "all are connected",
          () -> site.meters.get("jetty.connections.current").gauge().value() == 50);
      assertThat(site.get("/-/healthy").statusCode()).isEqualTo(200);
      assertThat(scrapes).noneMatch(CompletableFuture::isDone);

      begun.complete(null);
      assertThat(scrapes)
          .allSatisfy(scrape -> assertThat(scrape.join().statusCode()).isEqualTo(200));
    }
  }

  @Test
  void oneFormatThatHangsDoesNotHoldUpTheOther() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (Site site =
        Site.builder()
            .exposition(
                (format, names) -> {
                  if (format == ExpositionFormat.TEXT) {
                    awaitLatch(release);
                  }
                  return bytes("up 1\n");
                })
            .start()) {
      List<CompletableFuture<HttpResponse<byte[]>>> hanging =
          List.of(
              site.sendAsync("/metrics"), site.sendAsync("/metrics"), site.sendAsync("/metrics"));
      try {
        assertThat(site.get("/metrics", "Accept", PROMETHEUS_3).statusCode()).isEqualTo(200);
        assertThat(hanging).noneMatch(CompletableFuture::isDone);
      } finally {
        release.countDown();
      }
      assertThat(hanging)
          .allSatisfy(scrape -> assertThat(scrape.join().statusCode()).isEqualTo(200));
    }
  }

  @Test
  void anExpositionThatHangsDoesNotBlockForever() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    AtomicBoolean hangs = new AtomicBoolean(true);
    Limits impatient =
        new Limits(
            64,
            Site.PATIENCE,
            Site.PATIENCE,
            Site.PATIENCE,
            1,
            Duration.ofMillis(200),
            Site.PATIENCE);
    try (Site site =
        Site.builder()
            .limits(impatient)
            .exposition(
                (format, names) -> {
                  if (hangs.get()) {
                    try {
                      never.await();
                    } catch (InterruptedException e) {
                      interrupted.countDown();
                    }
                  }
                  return bytes("up 1\n");
                })
            .start()) {
      HttpResponse<byte[]> response = site.get("/metrics");
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(Site.text(response)).isEqualTo("rendering the metrics takes too long\n");
      assertThat(response.headers().allValues("Retry-After")).containsExactly("1");
      awaitLatch(interrupted);

      hangs.set(false);
      Site.await(
          "metrics again",
          () -> {
            try {
              return site.get("/metrics").statusCode() == 200;
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          });
    }
  }

  static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(Site.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String gunzip(byte[] compressed) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}

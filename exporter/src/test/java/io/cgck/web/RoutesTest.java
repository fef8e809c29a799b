package io.cgck.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes that others bring, and the documents that they answer with. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutesTest {
  private static final String LONG = "a line of the document\n".repeat(100);

  private final AtomicInteger made = new AtomicInteger();
  private Site site;

  @BeforeAll
  void start() throws Exception {
    site =
        Site.builder()
            .routes(
                Route.get("/", says("start")),
                Route.get("/page", says("page")),
                Route.get("/long", says(LONG)),
                Route.anyBelow("/some/", says("below some")),
                Route.anyBelow("/some/more/", says("below more")),
                Route.anyBelow(
                    "/late/",
                    new OnDemand(
                        () -> {
                          made.incrementAndGet();
                          return costly(says("late"));
                        })))
            .start();
  }

  @AfterAll
  void stop() {
    site.close();
  }

  private static Request.Handler says(String text) {
    return (request, response, callback) -> {
      new Document(200, "text/plain; charset=utf-8", text.getBytes(UTF_8))
          .with("X-Method", request.getMethod())
          .send(request, response, callback);
      return true;
    };
  }

  private static CostlyHandler costly(Request.Handler handler) {
    return new CostlyHandler() {
      @Override
      public boolean handle(Request request, Response response, Callback callback)
          throws Exception {
        return handler.handle(request, response, callback);
      }

      @Override
      public void refuse(Request request, Response response, Callback callback) {
        Answer.text(503, "refused").send(response, callback);
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/,200,start",
    "GET,/page,200,page",
    "POST,/page,405,use GET, HEAD",
    "GET,/page/x,404,not found",
    "GET,/some,404,not found",
    "GET,/some/,200,below some",
    "GET,/some/thing/else,200,below some",
    "BREW,/some/thing,200,below some",
    "GET,/some/more,200,below some",
    "GET,/some/more/,200,below more",
    "GET,/some/../some/more/x,200,below more",
    "GET,/some/x;y,404,not found",
    "GET,/-/healthy,200,healthy"
  })
  void exactPathsThenTheLongestPrefix(String method, String path, int status, String text)
      throws Exception {
    HttpResponse<byte[]> response = site.send(method, path);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(Site.text(response)).startsWith(text);
  }

  @Test
  void aPrefixEndsWithASlash() {
    assertThatThrownBy(() -> Route.anyBelow("/x", says("")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/x");
  }

  @Test
  void whatIsMadeOnDemandIsMadeOnce() throws Exception {
    assertThat(made).hasValue(0);

    assertThat(Site.text(site.get("/late/x"))).isEqualTo("late");
    assertThat(Site.text(site.get("/late/y"))).isEqualTo("late");

    assertThat(made).hasValue(1);
  }

  /** Eight threads read requests and write answers: as many would hang if answers kept them. */
  @Test
  void metricsDoNotWaitForWhatIsCostly() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    CostlyHandler slow =
        costly(
            (request, response, callback) -> {
              over.await();
              Answer.text(200, "at last").send(response, callback);
              return true;
            });
    List<CompletableFuture<HttpResponse<byte[]>>> asked = new ArrayList<>();
    try (Site busy = Site.builder().routes(Route.get("/slow", slow)).start()) {
      try {
        for (int client = 0; client < 60; client++) {
          asked.add(busy.sendAsync("/slow"));
        }
        int places = CostlyThreads.THREADS + CostlyThreads.WAITING;
        Site.await(
            "who finds no place is refused",
            () -> asked.stream().filter(CompletableFuture::isDone).count() == 60 - places);
        assertThat(Site.text(busy.get("/metrics"))).isEqualTo("up 1\n");
      } finally {
        over.countDown();
      }
      assertThat(asked)
          .extracting(answer -> answer.get().statusCode())
          .filteredOn(status -> status == 200)
          .hasSize(CostlyThreads.THREADS + CostlyThreads.WAITING);
    }
  }

  @Test
  void whatIsCostlyAndFailsIsAnsweredToo() throws Exception {
    CostlyHandler broken =
        costly(
            (request, response, callback) -> {
              throw new AssertionError("broken");
            });
    CostlyHandler absent = costly((request, response, callback) -> false);
    try (Site other =
        Site.builder().routes(Route.get("/broken", broken), Route.get("/absent", absent)).start()) {
      for (int time = 0; time < 10; time++) {
        assertThat(other.get("/broken").statusCode()).isEqualTo(500);
      }
      assertThat(other.get("/absent").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void documentsAreCompressedForWhomAcceptsIt() throws Exception {
    HttpResponse<byte[]> plain = site.get("/long");
    HttpResponse<byte[]> zipped = site.get("/long", "Accept-Encoding", "gzip");
    HttpResponse<byte[]> tiny = site.get("/page", "Accept-Encoding", "gzip");

    assertThat(Site.text(plain)).isEqualTo(LONG);
    assertThat(plain.headers().map()).doesNotContainKey("content-encoding");
    assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes())
        .asString(UTF_8)
        .isEqualTo(LONG);
    assertThat(zipped.body()).hasSizeLessThan(LONG.length() / 4);
    assertThat(tiny.headers().map()).doesNotContainKey("content-encoding");
    for (HttpResponse<byte[]> response : List.of(plain, zipped, tiny)) {
      assertThat(response.headers().allValues("Vary")).containsExactly("Accept-Encoding");
      assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-cache");
      assertThat(response.headers().firstValue("X-Method")).hasValue("GET");
    }
    assertThat(plain.headers().firstValue("ETag"))
        .isNotEqualTo(zipped.headers().firstValue("ETag"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "W/%s", "\"x\", %s", "\"x\",W/%s , \"y\"", "*"})
  void whoHasADocumentDoesNotGetItAgain(String header) throws Exception {
    for (String coding : new String[] {"gzip", "identity"}) {
      String tag = site.get("/long", "Accept-Encoding", coding).headers().firstValue("ETag").get();
      for (String method : new String[] {"GET", "HEAD"}) {
        HttpResponse<byte[]> response =
            site.send(
                method, "/long", "Accept-Encoding", coding, "If-None-Match", header.formatted(tag));

        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("ETag")).isPresent();
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-cache");
      }
    }
  }

  /** A 304 must not say that it is the tag of another coding that the client has. */
  @Test
  void whoHasItInAnotherCodingGetsIt() throws Exception {
    String plain =
        site.get("/long", "Accept-Encoding", "identity").headers().firstValue("ETag").get();
    HttpResponse<byte[]> response =
        site.get("/long", "Accept-Encoding", "gzip", "If-None-Match", plain);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"x\"", "x", "W/\"\"", "\"-gzip\""})
  void whoHasAnotherOneGetsIt(String header) throws Exception {
    HttpResponse<byte[]> response = site.get("/long", "If-None-Match", header);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(Site.text(response)).isEqualTo(LONG);
  }

  @Test
  void headIsTheSameWithoutBody() throws Exception {
    HttpResponse<byte[]> head = site.send("HEAD", "/long");
    HttpResponse<byte[]> get = site.get("/long");

    assertThat(head.body()).isEmpty();
    for (String header : new String[] {"ETag", "Content-Type", "Vary", "Content-Length"}) {
      assertThat(head.headers().firstValue(header))
          .isPresent()
          .isEqualTo(get.headers().firstValue(header));
    }
  }

  /** Others are closed when nothing was completed for so long. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void onlyALongResponseMayTakeLong(boolean marked) throws Exception {
    Limits usual = Limits.DEFAULTS;
    Limits impatient =
        new Limits(
            usual.connections(),
            usual.idle(),
            usual.idleWhenFull(),
            Duration.ofMillis(100),
            usual.waitingRenders(),
            usual.renderDeadline(),
            usual.stop());
    try (Site strict =
        Site.builder()
            .limits(impatient)
            .routes(
                Route.get(
                    "/slow",
                    (request, response, callback) -> {
                      if (marked) {
                        LongResponse.begin(request);
                      }
                      response.write(false, UTF_8.encode("begun "), Callback.NOOP);
                      request
                          .getComponents()
                          .getScheduler()
                          .schedule(
                              () -> response.write(true, UTF_8.encode("ended"), callback),
                              1,
                              TimeUnit.SECONDS);
                      return true;
                    }))
            .start()) {
      assertThat(strict.raw("GET /slow HTTP/1.0\r\n\r\n").endsWith("begun ended"))
          .isEqualTo(marked);
    }
  }
}

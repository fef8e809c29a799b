package io.cgck.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PathsTest {
  private final AtomicReference<Readiness> readiness = new AtomicReference<>(new Readiness.Ready());
  private Site site;

  @BeforeAll
  void start() throws Exception {
    site = Site.builder().readiness(readiness::get).start();
  }

  @AfterAll
  void stop() {
    site.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/,404",
    "GET,/metrics,200",
    "HEAD,/metrics,200",
    "POST,/metrics,405",
    "PUT,/metrics,405",
    "DELETE,/metrics,405",
    "OPTIONS,/metrics,405",
    "TRACE,/metrics,405",
    "PATCH,/metrics,405",
    "BREW,/metrics,405",
    "get,/metrics,405",
    "GET,/-/healthy,200",
    "HEAD,/-/healthy,200",
    "POST,/-/healthy,405",
    "GET,/-/ready,200",
    "HEAD,/-/ready,200",
    "POST,/-/ready,405",
    "POST,/-/reload,200",
    "GET,/-/reload,405",
    "HEAD,/-/reload,405",
    "PUT,/-/reload,405",
    "GET,/metric,404",
    "POST,/other,404",
    "HEAD,/other,404",
    "BREW,/other,404"
  })
  void pathsAndMethods(String method, String path, int status) throws Exception {
    HttpResponse<byte[]> response = site.send(method, path);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Allow").orElse("-"))
        .isEqualTo(status != 405 ? "-" : path.equals("/-/reload") ? "POST" : "GET, HEAD");
    assertThat(response.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
    assertThat(response.headers().map()).doesNotContainKeys("server", "x-powered-by");
    if (method.equals("HEAD")) {
      assertThat(response.body()).isEmpty();
    } else {
      assertThat(response.body()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/metrics/",
        "/METRICS",
        "//metrics",
        "/metrics//",
        "/metrics;x",
        "/metrics;x=1?name[]=up",
        "/;x",
        "/index.html",
        "/-/",
        "/-",
        "/-/healthy/",
        "/-/Healthy",
        "/-/ready;",
        "/%6detrics;x",
        "/metrics%20",
        "/favicon.ico"
      })
  void everythingElseIsNotFound(String target) throws Exception {
    assertThat(site.rawGet(target)).startsWith("HTTP/1.1 404 ").endsWith("\r\nnot found\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/metrics",
        "/metrics?",
        "/metrics?x=y",
        "/%6detrics",
        "/%6Detric%73",
        "/./metrics",
        "/x/../metrics",
        "http://localhost/metrics"
      })
  void spellingsOfTheSameResource(String target) throws Exception {
    assertThat(site.rawGet(target)).startsWith("HTTP/1.1 200 ").endsWith("up 1\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%2fmetrics",
        "/metrics%2f",
        "/x/%2e%2e/metrics",
        "/%zz",
        "/../metrics",
        ";x/metrics",
        "/metrics%00",
        "*"
      })
  void ambiguousAndMalformedPathsAreRefused(String target) throws Exception {
    assertThat(site.rawGet(target)).startsWith("HTTP/1.1 400 ").endsWith("\r\n400 Bad Request\n");
  }

  @Test
  void headTellsTheLengthOfTheBody() throws Exception {
    for (String path : List.of("/", "/metrics", "/-/healthy", "/-/ready")) {
      assertThat(site.send("HEAD", path).headers().map())
          .containsEntry("content-length", List.of("" + site.get(path).body().length))
          .containsEntry("content-type", site.get(path).headers().allValues("content-type"));
    }
    assertThat(site.raw("HEAD /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .endsWith("\r\n\r\n");
  }

  @Test
  void oldProtocol() throws Exception {
    assertThat(site.raw("GET /metrics HTTP/1.0\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("up 1\n");
  }

  @Test
  void healthy() throws Exception {
    HttpResponse<byte[]> response = site.get("/-/healthy");

    assertThat(response.headers().allValues("Content-Type"))
        .containsExactly("text/plain; charset=utf-8");
    assertThat(Site.text(response)).isEqualTo("healthy\n");
  }

  @Test
  void readyOnlyWhenReady() throws Exception {
    readiness.set(new Readiness.NotReady("the first scan is not done"));
    try {
      HttpResponse<byte[]> response = site.get("/-/ready");
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(Site.text(response)).isEqualTo("not ready: the first scan is not done\n");
      assertThat(site.send("HEAD", "/-/ready").statusCode()).isEqualTo(503);
    } finally {
      readiness.set(new Readiness.Ready());
    }
    assertThat(Site.text(site.get("/-/ready"))).isEqualTo("ready\n");
  }

  @Test
  void anotherTelemetryPath() throws Exception {
    try (Site other = Site.builder().telemetryPath("/probe/it's&more").start()) {
      assertThat(Site.text(other.get("/probe/it's&more"))).isEqualTo("up 1\n");
      assertThat(other.get("/metrics").statusCode()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /<script> HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /x?<script> HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /metrics?<script>=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "<script> / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET / <script>\r\n\r\n",
        "GET / HTTP/1.1\r\n<script>: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: <script>\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: <script>\r\n\r\n"
      })
  void errorsQuoteNothing(String request) throws Exception {
    assertThat(site.raw(request))
        .matches("(?s)HTTP/1.1 [45]\\d\\d .*")
        .contains("Content-Type: text/plain; charset=utf-8\r\n", "nosniff")
        .doesNotContainIgnoringCase("script")
        .doesNotContain("Exception", "jetty");
  }

  @Test
  void unexpectedExceptionsAreNotShown() throws Exception {
    try (Site broken =
        Site.builder()
            .readiness(
                () -> {
                  throw new IllegalStateException("secret");
                })
            .start()) {
      HttpResponse<byte[]> response = broken.get("/-/ready");
      assertThat(response.statusCode()).isEqualTo(500);
      assertThat(Site.text(response)).isEqualTo("500 Server Error\n");
      assertThat(broken.get("/-/healthy").statusCode()).isEqualTo(200);
    }
  }
}

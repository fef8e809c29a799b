package io.cgck.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.cgck.pki.Pki;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a web configuration asks of requests, and gives answers. */
class GateTest {
  private static final String USERS = "basic_auth_users: {alice: '%s'}\n".formatted(bcrypt("pass"));

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"/", "/metrics", "/-/healthy", "/-/ready", "/none"})
  void withoutALogInThereIsNothing(String path) throws Exception {
    try (Site site = site(USERS)) {
      HttpResponse<byte[]> response = site.get(path);

      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(response.headers().allValues("WWW-Authenticate"))
          .containsExactly("Basic realm=\"cgck\", charset=\"UTF-8\"");
      assertThat(Site.text(response)).isEqualTo("log in with a user of basic_auth_users\n");
    }
  }

  @Test
  void onlyTheRightPasswordLogsIn() throws Exception {
    try (Site site = site(USERS)) {
      // The first time it is found out, the second time it is known.
      for (int i = 0; i < 2; i++) {
        HttpResponse<byte[]> response = site.get("/metrics", "Authorization", basic("alice:pass"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Site.text(response)).isEqualTo("up 1\n");
        for (String wrong : List.of("alice:Pass", "alice:", "bob:pass", ":", "alice:pass\0")) {
          assertThat(site.get("/metrics", "Authorization", basic(wrong)).statusCode())
              .as(wrong)
              .isEqualTo(401);
        }
      }
      assertThat(site.get("/metrics", "Authorization", "Bearer pass").statusCode()).isEqualTo(401);
      assertThat(site.get("/none", "Authorization", basic("alice:pass")).statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void whileOthersGuessWhoIsKnownGetsMetrics() throws Exception {
    try (Site site = site(USERS)) {
      assertThat(site.get("/metrics", "Authorization", basic("alice:pass")).statusCode())
          .isEqualTo(200);
      CountDownLatch done = new CountDownLatch(1);
      List<CompletableFuture<Void>> guessers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String name = "guesser" + i;
        guessers.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int guess = 0; done.getCount() > 0; guess++) {
                    try {
                      site.get("/metrics", "Authorization", basic(name + ":" + guess));
                    } catch (Exception e) {
                      throw new AssertionError(e);
                    }
                  }
                }));
      }
      for (int i = 0; i < 20; i++) {
        long begin = System.nanoTime();
        assertThat(site.get("/metrics", "Authorization", basic("alice:pass")).statusCode())
            .isEqualTo(200);
        assertThat(System.nanoTime() - begin).isLessThan(5_000_000_000L);
      }
      done.countDown();
      CompletableFuture.allOf(guessers.toArray(CompletableFuture[]::new)).join();
    }
  }

  @Test
  void beyondTheRateRequestsAreRefused() throws Exception {
    try (Site site = site("rate_limit: {interval: 1h, burst: 3}")) {
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        statuses.add(site.get("/metrics").statusCode());
      }
      HttpResponse<byte[]> refused = site.get("/-/healthy");

      assertThat(statuses).containsExactly(200, 200, 200, 429, 429);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    }
  }

  @Test
  void headersOfTheFileCountMoreThanDefaultsAndPages() throws Exception {
    String headers =
        """
        http_server_config:
          headers:
            X-Frame-Options: sameorigin
            Content-Security-Policy: "default-src 'self'"
            Strict-Transport-Security: max-age=1000
            X-XSS-Protection: ""
        """;
    try (Site site = site(headers)) {
      for (String path : List.of("/", "/metrics", "/none")) {
        HttpResponse<byte[]> response = site.get(path);
        assertThat(response.headers().allValues("X-Frame-Options")).containsExactly("sameorigin");
        assertThat(response.headers().allValues("Content-Security-Policy"))
            .containsExactly("default-src 'self'");
        assertThat(response.headers().allValues("Strict-Transport-Security"))
            .containsExactly("max-age=1000");
        assertThat(response.headers().allValues("X-XSS-Protection")).isEmpty();
        assertThat(response.headers().allValues("X-Content-Type-Options"))
            .containsExactly("nosniff");
      }
    }
  }

  @Test
  void anEmptyHeaderTakesTheDefaultAway() throws Exception {
    try (Site site = site("http_server_config: {headers: {Content-Security-Policy: ''}}")) {
      assertThat(site.get("/metrics").headers().allValues("Content-Security-Policy")).isEmpty();
      assertThat(site.get("/").headers().allValues("Content-Security-Policy")).isEmpty();
    }
  }

  @Test
  void everyAnswerHasSecurityHeaders() throws Exception {
    try (Site site = Site.builder().start()) {
      for (String path : List.of("/", "/metrics", "/none", "/-/reload", "/-/healthy")) {
        var headers = site.get(path).headers();
        assertThat(headers.allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(headers.allValues("X-Frame-Options")).containsExactly("DENY");
        assertThat(headers.allValues("Referrer-Policy")).containsExactly("no-referrer");
        assertThat(headers.allValues("Cache-Control")).containsExactly("no-store");
        assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
            .startsWith("default-src 'none'")
            .contains("frame-ancestors 'none'");
      }
      assertThat(site.raw("GET / HTTP/9.9\r\n\r\n"))
          .contains("\r\nX-Frame-Options: DENY\r\n", "\r\nCache-Control: no-store\r\n");
    }
  }

  private Site site(String yaml) throws Exception {
    return Site.builder().webConfig(new Pki(directory).write("web.yml", yaml)).start();
  }

  static String basic(String login) {
    return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
  }

  private static String bcrypt(String password) {
    return BCrypt.with(BCrypt.Version.VERSION_2Y).hashToString(4, password.toCharArray());
  }
}

package io.cgck.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReloadHandlerTest {
  @ParameterizedTest
  @MethodSource("results")
  void tellsTheResult(ReloadAction action, int status, String text) throws Exception {
    try (Site site = Site.builder().reload(action).start()) {
      HttpResponse<byte[]> response = site.send("POST", "/-/reload");

      assertThat(response.statusCode()).isEqualTo(status);
      assertThat(Site.text(response)).isEqualTo(text);
    }
  }

  static Stream<Arguments> results() {
    return Stream.of(
        Arguments.of((ReloadAction) ReloadResult.Reloaded::new, 200, "reloaded\n"),
        Arguments.of(
            (ReloadAction) () -> new ReloadResult.Failed("cgck.yml:3:5: unknown key <b>"),
            500,
            "reload failed: cgck.yml:3:5: unknown key <b>\n"),
        Arguments.of(
            (ReloadAction) ReloadResult.NotConfigured::new,
            409,
            "nothing to reload: start with --config.file\n"),
        Arguments.of(
            (ReloadAction)
                () -> {
                  throw new IllegalStateException("secret");
                },
            500,
            "reload failed; the log says why\n"));
  }

  @Test
  void isForbiddenUnlessEnabled() throws Exception {
    AtomicInteger reloads = new AtomicInteger();
    try (Site site =
        Site.builder()
            .lifecycle(false)
            .reload(
                () -> {
                  reloads.incrementAndGet();
                  return new ReloadResult.Reloaded();
                })
            .start()) {
      HttpResponse<byte[]> response = site.send("POST", "/-/reload");

      assertThat(response.statusCode()).isEqualTo(403);
      assertThat(Site.text(response))
          .isEqualTo("reloading over HTTP is not enabled: start with --web.enable-lifecycle\n");
      assertThat(site.get("/-/reload").statusCode()).isEqualTo(405);
      assertThat(reloads).hasValue(0);
    }
  }

  @Test
  void oneAtATime() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (Site site =
        Site.builder()
            .reload(
                () -> {
                  entered.countDown();
                  MetricsHandlerTest.awaitLatch(release);
                  return new ReloadResult.Reloaded();
                })
            .start()) {
      CompletableFuture<HttpResponse<byte[]>> first =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return site.send("POST", "/-/reload");
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              });
      try {
        MetricsHandlerTest.awaitLatch(entered);
        HttpResponse<byte[]> second = site.send("POST", "/-/reload");
        assertThat(second.statusCode()).isEqualTo(503);
        assertThat(Site.text(second)).isEqualTo("another reload is running\n");
      } finally {
        release.countDown();
      }
      assertThat(first.join().statusCode()).isEqualTo(200);
      assertThat(site.send("POST", "/-/reload").statusCode()).isEqualTo(200);
    }
  }
}

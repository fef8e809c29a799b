package io.cgck.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RobustnessTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(200);

  @Test
  void bigHeadersAreRefused() throws Exception {
    try (Site site = Site.builder().start()) {
      HttpResponse<byte[]> response = site.get("/metrics", "X-Big", "x".repeat(5000));

      assertThat(response.statusCode()).isEqualTo(431);
      assertThat(Site.text(response)).isEqualTo("431 Request Header Fields Too Large\n");
      assertThat(response.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
      assertThat(site.get("/metrics", "X-Big", "x".repeat(3500)).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void longTargetsAreRefused() throws Exception {
    try (Site site = Site.builder().start()) {
      assertThat(site.rawGet("/" + "x".repeat(5000)))
          .startsWith("HTTP/1.1 414 ")
          .endsWith("\r\n414 URI Too Long\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "G", "GET /metrics HTTP/1.1\r\nHost: x\r\n"})
  void clientsThatHoldAllConnectionsDoNotKeepOthersOut(String beginning) throws Exception {
    Limits four = new Limits(4, LONG, SHORT, LONG, 2, Site.PATIENCE, Site.PATIENCE);
    List<Socket> held = new ArrayList<>();
    try (Site site = Site.builder().limits(four).start()) {
      for (int i = 0; i < 16; i++) {
        Socket socket = site.connect();
        held.add(socket);
        try {
          socket.getOutputStream().write(beginning.getBytes(UTF_8));
        } catch (IOException e) {
          // Closed by the server already, which is its right.
        }
      }
      Site.await("metrics for somebody else", () -> scrape(site).endsWith("\r\nup 1\n"));
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
    }
  }

  @Test
  void aRequestThatTricklesInIsCutOff() throws Exception {
    Limits limits = new Limits(64, LONG, LONG, SHORT, 2, Site.PATIENCE, Site.PATIENCE);
    try (Site site = Site.builder().limits(limits).start();
        Socket socket = site.connect()) {
      CompletableFuture<Void> trickle =
          CompletableFuture.runAsync(
              () -> {
                try {
                  while (true) {
                    socket.getOutputStream().write('G');
                    Thread.sleep(20);
                  }
                } catch (IOException e) {
                  // The end that is waited for.
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
              });
      trickle.get(Site.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  void aClientThatDoesNotReadIsCutOff() throws Exception {
    Limits limits = new Limits(64, LONG, LONG, SHORT, 2, Site.PATIENCE, Site.PATIENCE);
    CountDownLatch rendered = new CountDownLatch(1);
    try (Site site =
            Site.builder()
                .limits(limits)
                .exposition(
                    (format, names) -> {
                      rendered.countDown();
                      return new byte[64 << 20];
                    })
                .start();
        Socket socket = site.connect()) {
      socket.getOutputStream().write("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
      MetricsHandlerTest.awaitLatch(rendered);

      Site.await(
          "no open connection",
          () -> site.meters.get("jetty.connections.current").gauge().value() == 0);
    }
  }

  @Test
  void aRunningRequestMayFinishWhenTheServerStops() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Limits limits = new Limits(64, LONG, LONG, LONG, 2, Site.PATIENCE, Site.PATIENCE);
    Site site =
        Site.builder()
            .limits(limits)
            .exposition(
                (format, names) -> {
                  entered.countDown();
                  MetricsHandlerTest.awaitLatch(release);
                  return "up 1\n".getBytes(UTF_8);
                })
            .start();
    CompletableFuture<HttpResponse<byte[]>> scrape = site.sendAsync("/metrics");
    MetricsHandlerTest.awaitLatch(entered);
    CompletableFuture<Void> stopping = CompletableFuture.runAsync(site.server::close);
    try {
      Site.await("new connections are refused", () -> refused(site));
      assertThat(scrape).isNotDone();
      assertThat(stopping).isNotDone();
    } finally {
      release.countDown();
    }
    HttpResponse<byte[]> response = scrape.get(Site.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(Site.text(response)).isEqualTo("up 1\n");
    stopping.get(Site.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    site.close();
  }

  @Test
  void stoppingDoesNotWaitForeverForARunningRequest() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Limits limits = new Limits(64, LONG, LONG, LONG, 2, LONG, SHORT);
    Site site =
        Site.builder()
            .limits(limits)
            .exposition(
                (format, names) -> {
                  entered.countDown();
                  try {
                    never.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  return new byte[0];
                })
            .start();
    CompletableFuture<HttpResponse<byte[]>> scrape = site.sendAsync("/metrics");
    MetricsHandlerTest.awaitLatch(entered);

    CompletableFuture.runAsync(site.server::close).get(Site.PATIENCE.toSeconds(), TimeUnit.SECONDS);

    scrape.exceptionally(e -> null).get(Site.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    site.close();
  }

  /** An early end is no answer, but may happen while connections are short. */
  private static String scrape(Site site) {
    try {
      return site.rawGet("/metrics");
    } catch (SocketException e) {
      return "";
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean refused(Site site) {
    try {
      site.connect().close();
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

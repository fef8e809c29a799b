package io.cgck.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that mean no good, while a scraper wants its metrics. */
class HostileClientsTest {
  private static final int CLIENTS = 200;

  /** Prometheus' own. */
  private static final Duration SCRAPE_TIMEOUT = Duration.ofSeconds(10);

  @Test
  void twoHundredHalfOpenAndDrippingClientsDoNotKeepTheScraperOut() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    List<Socket> sockets = new ArrayList<>();
    try (Site site = Site.builder().start()) {
      for (int i = 0; i < CLIENTS; i++) {
        sockets.add(connectWithoutWaiting(site));
      }
      CompletableFuture<Void> dripping =
          CompletableFuture.runAsync(
              () -> {
                for (int at = 0; over.getCount() > 0; at++) {
                  // Half of them drip, half of them say nothing at all.
                  drip(sockets.get(at * 2 % CLIENTS), at / CLIENTS);
                }
              });
      int got = 0;
      for (int scrape = 0; scrape < 3; scrape++) {
        long deadline = System.nanoTime() + SCRAPE_TIMEOUT.toNanos();
        while (System.nanoTime() < deadline) {
          if (scrape(site, deadline).endsWith("\r\nup 1\n")) {
            got++;
            break;
          }
        }
      }
      over.countDown();
      dripping.get(Site.PATIENCE.toSeconds(), TimeUnit.SECONDS);

      assertThat(got).as("scrapes that got metrics in time").isEqualTo(3);
    } finally {
      over.countDown();
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void twoHundredClientsThatDripFromTheBeginningDoNotKeepTheScraperOut() throws Exception {
    List<Socket> sockets = new CopyOnWriteArrayList<>();
    AtomicBoolean over = new AtomicBoolean();
    Thread dripping =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  for (int round = 0; !over.get(); round++) {
                    for (Socket socket : sockets) {
                      drip(socket, round);
                    }
                  }
                });
    try (Site site = Site.builder().start()) {
      for (int i = 0; i < CLIENTS; i++) {
        sockets.add(connectWithoutWaiting(site));
      }
      long open = sockets.stream().filter(HostileClientsTest::isOpen).count();
      long deadline = System.nanoTime() + SCRAPE_TIMEOUT.toNanos();
      String got = "";
      while (!got.endsWith("\r\nup 1\n") && System.nanoTime() < deadline) {
        got = scrape(site, deadline);
      }

      assertThat(open).as("clients that drip").isGreaterThanOrEqualTo(64);
      assertThat(got).endsWith("\r\nup 1\n");
    } finally {
      over.set(true);
      dripping.join();
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /-/reload HTTP/1.1\nHost: x\nContent-Length: 4\nTransfer-Encoding: chunked\n\n0\n\n",
        "POST /-/reload HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\nContent-Length: 4\n\n0\n\n",
        "POST /-/reload HTTP/1.1\nHost: x\nContent-Length: 4\nContent-Length: 5\n\nabcde",
        "POST /-/reload HTTP/1.1\nHost: x\nContent-Length: 4, 5\n\nabcde",
        "POST /-/reload HTTP/1.1\nHost: x\nContent-Length: +4\n\nabcd",
        "POST /-/reload HTTP/1.1\nHost: x\nContent-Length: -1\n\n",
        "POST /-/reload HTTP/1.1\nHost: x\nContent-Length: 0x4\n\nabcd",
        "POST /-/reload HTTP/1.1\nHost: x\nTransfer-Encoding: xchunked\n\n0\n\n",
        "POST /-/reload HTTP/1.1\nHost: x\nTransfer-Encoding: chunked, identity\n\n0\n\n",
        "POST /-/reload HTTP/1.1\nHost: x\nTransfer-Encoding : chunked\n\n0\n\n",
        "GET /metrics HTTP/1.1\nHost: x\nX-Folded: a\n b\n\n",
        "GET /metrics HTTP/1.1\nHost: x\nHost: y\n\n",
        "GET /metrics HTTP/1.1\nX-No-Host: x\n\n",
        "GET /metrics HTTP/1.1\nHost: x\nX\u0000Y: z\n\n"
      })
  void whatTwoServersCouldReadInTwoWaysIsRefused(String request) throws Exception {
    String smuggled = "GET /smuggled HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    try (Site site = Site.builder().start()) {
      String answer = site.raw(request.replace("\n", "\r\n") + smuggled);

      assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\r\nConnection: close\r\n");
      assertThat(answer.split("HTTP/1.1 ", -1)).as("answers").hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/metrics/../../etc/passwd",
        "/.%00./etc/passwd",
        "/..;/etc/passwd",
        "/..\\..\\etc\\passwd",
        "//etc/passwd",
        "file:///etc/passwd"
      })
  void noPathLeadsOut(String target) throws Exception {
    try (Site site = Site.builder().start()) {
      assertThat(site.rawGet(target)).matches("(?s)HTTP/1.1 40[04] .*").doesNotContain("root:");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "TRACK", "CONNECT", "DEBUG", "PROPFIND", "X"})
  void otherMethodsAreRefusedAndEchoNothing(String method) throws Exception {
    try (Site site = Site.builder().start()) {
      assertThat(
              site.raw(
                  method
                      + " /metrics HTTP/1.1\r\nHost: x\r\nX-Secret: secret\r\n"
                      + "Connection: close\r\n\r\n"))
          .matches("(?s)HTTP/1.1 (400|405|501) .*")
          .doesNotContain("secret");
    }
  }

  private static Socket connectWithoutWaiting(Site site) throws IOException {
    Socket socket = new Socket();
    InetSocketAddress address = site.address();
    try {
      socket.connect(address, 500);
    } catch (SocketTimeoutException e) {
      // The kernel's backlog is full, of which this client is a part all the same.
      socket.close();
    }
    return socket;
  }

  private static boolean isOpen(Socket socket) {
    return socket.isConnected() && !socket.isClosed();
  }

  private static void drip(Socket socket, int at) {
    byte[] request = "GET /metrics HTTP/1.1\r\nHost: x\r\nX-Long: ".getBytes(UTF_8);
    try {
      socket.getOutputStream().write(at < request.length ? request[at] : 'x');
      Thread.sleep(1);
    } catch (IOException e) {
      // It was cut off, which is what it deserves.
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** As far as it got when the scraper lost its patience. */
  private static String scrape(Site site, long deadline) {
    try (Socket socket = new Socket()) {
      int left = (int) Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toMillis());
      socket.setSoTimeout(left);
      socket.connect(site.address(), left);
      socket
          .getOutputStream()
          .write("GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}

package io.cgck.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketTest {
  @TempDir Path directory;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = directory.resolve("web.sock");
  }

  @Test
  void servesMetricsToUserAndGroupOnly() throws Exception {
    try (Site site = site()) {
      assertThat(get()).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nup 1\n");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-rw----");
      assertThat(site.server.localAddresses()).containsExactly("unix:" + path);
      assertThat(site.server.addresses()).isEmpty();
      assertThat(site.meters.get("jetty.connections.bytes.in").summary().totalAmount())
          .isPositive();
    }
  }

  @Test
  void nothingStaysBehind() throws Exception {
    try (Site _ = site()) {
      get();
    }
    try (var left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void whatADeadProcessLeftIsReplaced() throws Exception {
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(path));
    }
    assertThat(path).exists();

    try (Site _ = site()) {
      assertThat(get()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void aSocketOnWhichSomebodyListensIsLeftAlone() throws Exception {
    try (Site _ = site()) {
      assertThatThrownBy(this::site)
          .isInstanceOf(CannotListenException.class)
          .hasMessage(
              "cannot listen on unix:%s: address already in use;"
                  + " choose another with --web.listen-address",
              path);
      assertThat(get()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void aFileIsLeftAlone() throws Exception {
    Files.writeString(path, "mine");

    assertThatThrownBy(this::site)
        .hasMessageContaining(
            "cannot listen on unix:" + path + ": there is a file that is no socket");
    assertThat(path).hasContent("mine");
  }

  @Test
  void aPipeIsLeftAlone() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();

    assertThatThrownBy(this::site)
        .hasMessageContaining(
            "cannot listen on unix:" + path + ": there is a file that is no socket");
    assertThat(Files.readAttributes(path, BasicFileAttributes.class).isOther()).isTrue();
  }

  @Test
  @Timeout(60)
  void aSocketWhoseOwnerTakesNobodyIsLeftAlone() throws Exception {
    List<SocketChannel> waiting = new ArrayList<>();
    try (ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      busy.bind(UnixDomainSocketAddress.of(path), 1);
      assertThatThrownBy(
              () -> {
                while (waiting.size() < 100) {
                  SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
                  waiting.add(client);
                  client.configureBlocking(false);
                  client.connect(UnixDomainSocketAddress.of(path));
                }
              })
          .as("no more room")
          .isInstanceOf(SocketException.class);

      assertThatThrownBy(this::site)
          .hasMessageContaining("cannot listen on unix:" + path + ": somebody may listen there");
      assertThat(path).exists();
    } finally {
      for (SocketChannel each : waiting) {
        each.close();
      }
    }
  }

  @Test
  void theLongestPathThatIsTakenIsListenedAt() throws Exception {
    int left = 95 - directory.resolve("x").toString().length();
    // The shorter its name, the more does the name that it is made under stand out.
    Path deep = Files.createDirectory(directory.resolve("d".repeat(left - 1)));
    path = deep.resolve("s");
    assertThat(path.toString()).hasSize(95);

    for (int attempt = 0; attempt < 20; attempt++) {
      try (Site _ = site()) {
        assertThat(path).exists();
      }
    }
  }

  @Test
  void aDirectoryHasToBeThere() {
    path = directory.resolve("none/web.sock");

    assertThatThrownBy(this::site)
        .hasMessageContaining("there is no directory " + path.getParent());
  }

  @Test
  void whatAnotherProcessPutInItsPlaceStays() throws Exception {
    Site site = site();
    Files.delete(path);
    Files.writeString(path, "another's");
    site.close();

    assertThat(path).hasContent("another's");
  }

  @Test
  void theLimitsHoldHereToo() throws Exception {
    Duration longer = Duration.ofMinutes(10);
    Limits limits =
        new Limits(4, longer, Duration.ofMillis(200), longer, 2, Site.PATIENCE, Site.PATIENCE);
    List<SocketChannel> held = new ArrayList<>();
    try (Site _ = Site.builder().limits(limits).listenAddress("unix:" + path).start()) {
      for (int i = 0; i < 16; i++) {
        held.add(SocketChannel.open(UnixDomainSocketAddress.of(path)));
      }
      Site.await("metrics for somebody else", () -> quietly().endsWith("up 1\n"));
    } finally {
      for (SocketChannel each : held) {
        each.close();
      }
    }
  }

  private Site site() throws CannotListenException {
    return Site.builder().listenAddress("unix:" + path).start();
  }

  private String quietly() {
    try {
      return get();
    } catch (IOException e) {
      return "";
    }
  }

  private String get() throws IOException {
    try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      client.write(
          ByteBuffer.wrap(
              "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(UTF_8)));
      return new String(Channels.newInputStream(client).readAllBytes(), UTF_8);
    }
  }
}

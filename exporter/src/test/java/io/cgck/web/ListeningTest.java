package io.cgck.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cgck.metrics.Body;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ListeningTest {
  @Test
  void everyAddressIsServed() throws Exception {
    try (WebServer server = start("127.0.0.1:0", "127.0.0.2:0", "localhost:0")) {
      assertThat(server.addresses()).hasSize(3).allMatch(address -> address.getPort() > 0);
      assertThat(server.addresses().get(1).getAddress().getHostAddress()).isEqualTo("127.0.0.2");
      for (InetSocketAddress address : server.addresses()) {
        assertThat(get(address)).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  @Test
  void withoutHostAllAddressesAreMeant() throws Exception {
    try (WebServer server = start(":0")) {
      assertThat(server.addresses().getFirst().getAddress().isAnyLocalAddress()).isTrue();
      int port = server.addresses().getFirst().getPort();
      assertThat(get(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))
          .startsWith("HTTP/1.1 200 ");
      assertThat(
              get(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 3}), port)))
          .startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void aPortInUseIsSaidInOneSentence() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();

      assertThatThrownBy(() -> start(address))
          .isInstanceOf(CannotListenException.class)
          .hasMessage(
              "cannot listen on %s: address already in use; choose another with"
                  + " --web.listen-address",
              address);
    }
  }

  @Test
  void anUnknownHostIsSaidInOneSentence() {
    assertThatThrownBy(() -> start("no-such-host.invalid:0"))
        .isInstanceOf(CannotListenException.class)
        .hasMessage(
            "cannot listen on no-such-host.invalid:0: the host name cannot be resolved;"
                + " choose another with --web.listen-address");
  }

  @Test
  void anAddressOfAnotherMachineIsSaidInOneSentence() {
    assertThatThrownBy(() -> start("192.0.2.1:0"))
        .isInstanceOf(CannotListenException.class)
        .hasMessage(
            "cannot listen on 192.0.2.1:0: cannot assign requested address;"
                + " choose another with --web.listen-address");
  }

  @Test
  void allOrNone() throws Exception {
    InetAddress other = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> start("127.0.0.2:" + port, "127.0.0.1:" + port))
          .isInstanceOf(CannotListenException.class)
          .hasMessageStartingWith("cannot listen on 127.0.0.1:");
      new ServerSocket(port, 1, other).close();
    }
  }

  @Test
  void theSamePortCanBeHadAgainAtOnce() throws Exception {
    WebServer first = start("127.0.0.1:0");
    InetSocketAddress address = first.addresses().getFirst();
    assertThat(get(address)).startsWith("HTTP/1.1 200 ");
    first.close();
    first.close();

    try (WebServer second = start("127.0.0.1:" + address.getPort())) {
      assertThat(get(second.addresses().getFirst())).startsWith("HTTP/1.1 200 ");
    }
  }

  private static WebServer start(String... addresses) throws CannotListenException {
    WebSettings settings =
        new WebSettings(Stream.of(addresses).map(ListenAddress::parse).toList(), "/metrics", false);
    return WebServer.start(
        settings,
        ListenSockets.open(settings.listenAddresses()),
        new Collaborators(
            (format, coding, names) -> Body.of("up 1\n".getBytes(UTF_8), coding),
            CompletableFuture.completedFuture(null),
            Readiness.Ready::new,
            ReloadResult.NotConfigured::new,
            List.of(),
            new SimpleMeterRegistry(),
            () -> {}));
  }

  private static String get(InetSocketAddress address) throws Exception {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout((int) Site.PATIENCE.toMillis());
      socket.connect(address, (int) Site.PATIENCE.toMillis());
      socket
          .getOutputStream()
          .write("GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}

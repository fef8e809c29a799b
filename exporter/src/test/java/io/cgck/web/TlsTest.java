package io.cgck.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cgck.pki.Pki;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients with certificates and old protocols see is in WebConfigComparisonIT. */
class TlsTest {
  private static final String CONFIG =
      "tls_server_config: {cert_file: server.crt, key_file: server.key}\n";

  @TempDir Path directory;
  private Pki pki;

  @BeforeEach
  void makePki() {
    pki = new Pki(directory);
  }

  @ParameterizedTest
  @EnumSource
  void metricsOverTls(Pki.Kind kind) throws Exception {
    pki.selfSigned("server", kind);
    try (Site site = site(CONFIG);
        SSLSocket socket = connect(site)) {
      assertThat(get(socket)).startsWith("HTTP/1.1 200 ").endsWith("up 1\n");
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
    }
  }

  @Test
  void http2IsOfferedUnlessItIsTurnedOff() throws Exception {
    pki.selfSigned("server", Pki.Kind.EC);
    try (Site site = site(CONFIG);
        SSLSocket socket = connect(site, "h2", "http/1.1")) {
      socket.startHandshake();
      assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
    }
    try (Site site = site(CONFIG + "http_server_config: {http2: false}\n");
        SSLSocket socket = connect(site, "h2", "http/1.1")) {
      socket.startHandshake();
      assertThat(socket.getApplicationProtocol()).isNotEqualTo("h2");
    }
  }

  /** As the daemon's threads are. */
  @Test
  void http2IsThereAlsoWhereTheLoaderOfTheThreadFindsNoServices() throws Exception {
    pki.selfSigned("server", Pki.Kind.EC);
    Thread here = Thread.currentThread();
    ClassLoader usual = here.getContextClassLoader();
    here.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    try (Site site = site(CONFIG);
        SSLSocket socket = connect(site, "h2")) {
      assertThat(here.getContextClassLoader()).isSameAs(ClassLoader.getPlatformClassLoader());
      socket.startHandshake();
      assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
    } finally {
      here.setContextClassLoader(usual);
    }
  }

  @Test
  void aNewCertificateIsShownAndOldConnectionsGoOn() throws Exception {
    Pki.Certified authority = pki.authority("ca");
    pki.certified(authority, "server", Pki.Kind.EC, 30);
    try (Site site = site(CONFIG);
        SSLSocket old = connect(site)) {
      X509Certificate first = certificate(old);
      pki.certified(authority, "server", Pki.Kind.EC, 30);
      Site.await("the new certificate", () -> !shown(site).equals(first));

      assertThat(get(old)).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void whoHoldsAConnectionWithoutAHandshakeIsCutOff() throws Exception {
    pki.selfSigned("server", Pki.Kind.EC);
    Duration longer = Duration.ofMinutes(10);
    Limits limits =
        new Limits(64, longer, longer, Duration.ofMillis(200), 2, Site.PATIENCE, Site.PATIENCE);
    try (Site site = Site.builder().limits(limits).webConfig(pki.write("web.yml", CONFIG)).start();
        Socket silent = site.connect()) {
      silent.getOutputStream().write(0x16);

      // An alert, perhaps, and then the end; else this would time out.
      silent.getInputStream().readAllBytes();
    }
  }

  @Test
  void connectionsInUseOutliveTheLimitForStalledOnes() throws Exception {
    pki.selfSigned("server", Pki.Kind.EC);
    Duration longer = Duration.ofMinutes(10);
    Limits limits =
        new Limits(64, longer, longer, Duration.ofSeconds(2), 2, Site.PATIENCE, Site.PATIENCE);
    try (Site site = Site.builder().limits(limits).webConfig(pki.write("web.yml", CONFIG)).start();
        SSLSocket socket = connect(site)) {
      long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
      while (System.nanoTime() < end) {
        assertThat(getAndKeep(socket)).isEqualTo("HTTP/1.1 200 OK");
        Thread.sleep(20);
      }
    }
  }

  @Test
  void oneConnectionIsCountedOnce() throws Exception {
    pki.selfSigned("server", Pki.Kind.EC);
    try (Site site = site(CONFIG);
        SSLSocket socket = connect(site)) {
      assertThat(getAndKeep(socket)).isEqualTo("HTTP/1.1 200 OK");

      assertThat(site.meters.get("jetty.connections.current").gauge().value()).isEqualTo(1);
    }
  }

  @Test
  void whoSpeaksPlainHttpGetsNothing() throws Exception {
    pki.selfSigned("server", Pki.Kind.EC);
    try (Site site = site(CONFIG)) {
      assertThat(site.rawGet("/metrics")).doesNotContain("up 1");
    }
  }

  @Test
  void clientsNeedTheCertificateThatIsAskedFor() throws Exception {
    pki.selfSigned("server", Pki.Kind.EC);
    pki.authority("clients");
    String config =
        "tls_server_config: {cert_file: server.crt, key_file: server.key, client_ca_file: clients.crt,"
            + " client_auth_type: RequireAndVerifyClientCert}\n";
    try (Site site = site(config);
        SSLSocket socket = connect(site)) {
      assertThatThrownBy(() -> get(socket)).isInstanceOf(IOException.class);
    }
  }

  private Site site(String yaml) throws Exception {
    return Site.builder().webConfig(pki.write("web.yml", yaml)).start();
  }

  private SSLSocket connect(Site site, String... protocols)
      throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    Path ca = directory.resolve("ca.crt");
    try (InputStream certificate =
        Files.newInputStream(Files.exists(ca) ? ca : directory.resolve("server.crt"))) {
      trusted.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    InetSocketAddress address = site.address();
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(address.getAddress().getHostAddress(), address.getPort());
    socket.setSoTimeout((int) Site.PATIENCE.toMillis());
    if (protocols.length > 0) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(protocols);
      socket.setSSLParameters(parameters);
    }
    return socket;
  }

  private X509Certificate shown(Site site) {
    try (SSLSocket socket = connect(site)) {
      return certificate(socket);
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static X509Certificate certificate(SSLSocket socket) throws IOException {
    socket.startHandshake();
    return (X509Certificate) List.of(socket.getSession().getPeerCertificates()).getFirst();
  }

  private static String get(SSLSocket socket) throws IOException {
    socket
        .getOutputStream()
        .write("GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
    return new String(socket.getInputStream().readAllBytes(), UTF_8);
  }

  /** The status line of one answer on a connection that stays. */
  private static String getAndKeep(SSLSocket socket) throws IOException {
    socket.getOutputStream().write("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
    StringBuilder answer = new StringBuilder();
    while (!answer.toString().endsWith("up 1\n")) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("closed after: " + answer);
      }
      answer.append((char) next);
    }
    return answer.substring(0, answer.indexOf("\r\n"));
  }
}

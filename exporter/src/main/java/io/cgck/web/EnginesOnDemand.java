package io.cgck.web;

import io.cgck.webconfig.LiveWebConfig;
import io.cgck.webconfig.Tls;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * Encrypts each new connection by what the web configuration says then: a new certificate counts
 * from the next handshake on, and no connection is dropped for it.
 */
final class EnginesOnDemand extends SslContextFactory.Server {
  private final LiveWebConfig config;

  EnginesOnDemand(LiveWebConfig config) {
    this.config = config;
    // Else Jetty would look for a key store of its own.
    setSslContext(tls().context());
    // No name that a client may ask for is refused: there is one certificate for all.
    setSniRequired(false);
  }

  private Tls tls() {
    return config
        .current()
        .tls()
        .orElseThrow(() -> new IllegalStateException("TLS cannot be turned off while it is on"));
  }

  @Override
  public SSLEngine newSSLEngine() {
    return tls().newEngine();
  }

  @Override
  public SSLEngine newSSLEngine(String host, int port) {
    return tls().newEngine();
  }

  @Override
  public SSLEngine newSSLEngine(InetSocketAddress address) {
    return tls().newEngine();
  }
}

package io.cgck.web;

import io.cgck.webconfig.LiveWebConfig;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;

/**
 * What is spoken on a connection with TLS: HTTP/2 or HTTP/1.1. A class of its own, which is loaded
 * only where there is TLS.
 */
final class TlsProtocols {
  /**
   * Each can keep an answer. As many as anybody who scrapes or looks at a page needs at once; a
   * browser that wants more waits.
   */
  private static final int STREAMS = 4;

  private TlsProtocols() {}

  static List<ConnectionFactory> of(LiveWebConfig config, HttpConfiguration http) {
    HttpConfiguration secure = new HttpConfiguration(http);
    // Names that clients ask for are not compared with the certificate: that is theirs to do.
    secure.addCustomizer(new SecureRequestCustomizer(false));
    HttpConnectionFactory http1 = new HttpConnectionFactory(secure);
    List<ConnectionFactory> factories = new ArrayList<>();
    EnginesOnDemand engines = new EnginesOnDemand(config);
    if (config.current().http2()) {
      HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(secure);
      http2.setMaxConcurrentStreams(STREAMS);
      http2.setConnectProtocolEnabled(false);
      ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
      alpn.setDefaultProtocol(HttpVersion.HTTP_1_1.asString());
      factories.add(new SslConnectionFactory(engines, alpn.getProtocol()));
      factories.add(alpn);
      factories.add(http2);
    } else {
      factories.add(new SslConnectionFactory(engines, HttpVersion.HTTP_1_1.asString()));
    }
    factories.add(http1);
    return factories;
  }
}

package io.cgck.web;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jetty.JettyConnectionMetrics;
import io.micrometer.core.instrument.binder.jetty.JettyServerThreadPoolMetrics;
import io.micrometer.jetty12.server.TimedHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.NetworkTrafficListener;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.NetworkTrafficServerConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running web server.
 *
 * <pre>
 * Connector (one per address)           NetworkConnectionLimit, ImpatienceWhenFull,
 *  │                                    StalledConnections, MakingRoom, JettyConnectionMetrics
 *  ▼
 * Server ──► ErrorAnswers               (what Jetty refuses or cannot do)
 *  │
 * GracefulHandler                       503 for new requests while stopping
 *  │
 * TimedHandler                          jetty_server_requests_…
 *  │
 * Gate                                  429, 401, headers; with a web configuration only
 *  │
 * Routes                                404, 405
 *  ├── /metrics       MetricsHandler ──► Renderer ──► Exposition
 *  ├── /-/healthy     HealthyHandler
 *  ├── /-/ready       ReadyHandler
 *  ├── /-/reload      ReloadHandler
 *  └── …              what the collaborators bring: pages, API, by CostlyThreads
 * </pre>
 */
public final class WebServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

  /** Each connector keeps one thread that accepts and one that selects. */
  private static final int THREADS_PER_CONNECTOR = 2;

  /** Jetty's default. */
  private static final int THREAD_IDLE_MILLIS = 60_000;

  /**
   * Threads that read requests and write answers. None of them waits for anything long, but for a
   * reload and a look at the web configuration, of each of which there is one at a time.
   */
  private static final int WORKERS = 3;

  private static final int RESERVED = 1;

  private final Server server;
  private final Renderer renderer;
  private final CostlyThreads costly;
  private final JettyServerThreadPoolMetrics threadMetrics;
  private final ListenSockets sockets;
  private final List<InetSocketAddress> addresses;

  private WebServer(
      Server server,
      Renderer renderer,
      CostlyThreads costly,
      JettyServerThreadPoolMetrics threadMetrics,
      ListenSockets sockets) {
    this.server = server;
    this.renderer = renderer;
    this.costly = costly;
    this.threadMetrics = threadMetrics;
    this.sockets = sockets;
    this.addresses = sockets.addresses();
  }

  /** Serves sockets that listen. They are closed with the server, or if it does not start. */
  public static WebServer start(
      WebSettings settings, ListenSockets sockets, Collaborators collaborators) {
    return start(settings, sockets, collaborators, Limits.DEFAULTS);
  }

  static WebServer start(
      WebSettings settings, ListenSockets sockets, Collaborators collaborators, Limits limits) {
    // Without TLS no provider of a service is needed, and the loader of this thread may find none;
    // ALPN and HPACK, which HTTP/2 takes, are found so, and once for good.
    Thread here = Thread.currentThread();
    ClassLoader usual = here.getContextClassLoader();
    try {
      if (settings.speaksTls()) {
        here.setContextClassLoader(WebServer.class.getClassLoader());
      }
      return build(settings, sockets, collaborators, limits);
    } finally {
      here.setContextClassLoader(usual);
    }
  }

  private static WebServer build(
      WebSettings settings, ListenSockets sockets, Collaborators collaborators, Limits limits) {
    QueuedThreadPool threads = threads(sockets.all().size(), collaborators.firstOfThread());
    Server server = new Server(threads);
    Renderer renderer =
        new Renderer(
            collaborators.exposition(),
            limits,
            server.getScheduler(),
            collaborators.firstOfThread());
    JettyServerThreadPoolMetrics threadMetrics =
        new JettyServerThreadPoolMetrics(threads, Tags.empty());
    CostlyThreads costly = new CostlyThreads(collaborators.firstOfThread());
    WebServer webServer = new WebServer(server, renderer, costly, threadMetrics, sockets);
    try {
      connect(server, settings, sockets.all(), collaborators, limits);
      if (settings.accessLog()) {
        server.setRequestLog(new AccessLog());
      }
      server.setErrorHandler(new ErrorAnswers());
      server.setHandler(handlers(settings, collaborators, renderer, costly));
      server.setStopTimeout(limits.stop().toMillis());
      threadMetrics.bindTo(collaborators.meters());
      server.start();
    } catch (Exception e) {
      webServer.close();
      throw new IllegalStateException("the web server does not start", e);
    }
    return webServer;
  }

  /** Ports that the server listens on, in the order of the settings; with what port 0 became. */
  public List<InetSocketAddress> addresses() {
    return addresses;
  }

  /** Unix sockets that the server listens on. */
  public List<String> localAddresses() {
    return sockets.local();
  }

  /** Lets running requests finish, for a while; then stops. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (TimeoutException e) {
      LOG.warn("requests that were still running when the web server stopped were cut off");
    } catch (Exception e) {
      LOG.warn("the web server did not stop cleanly", e);
    }
    // What is of them in the file system goes, too.
    sockets.close();
    renderer.close();
    costly.close();
    try {
      threadMetrics.close();
    } catch (Exception e) {
      LOG.warn("the metrics of the web server's threads stay behind", e);
    }
  }

  private static QueuedThreadPool threads(int connectors, Runnable first) {
    int min = connectors * THREADS_PER_CONNECTOR + 1;
    int max = min + WORKERS;
    // Jetty's own queue asks JMX for the size of a cache line, which takes long to wake up.
    QueuedThreadPool threads =
        new QueuedThreadPool(max, min, THREAD_IDLE_MILLIS, new LinkedBlockingQueue<>()) {
          @Override
          public Thread newThread(Runnable work) {
            return super.newThread(Pools.after(first, work));
          }
        };
    threads.setName("web");
    // Else Jetty reserves more, the more processors there are, and counts them among these.
    threads.setReservedThreads(RESERVED);
    return threads;
  }

  private static void connect(
      Server server,
      WebSettings settings,
      List<ListenSocket> sockets,
      Collaborators collaborators,
      Limits limits)
      throws IOException {
    NetworkConnectionLimit connectionLimit =
        new NetworkConnectionLimit(limits.connections(), server);
    // Without the shorter timeout half-open connections keep all places until the usual one.
    connectionLimit.setEndPointIdleTimeout(limits.idleWhenFull().toMillis());
    JettyConnectionMetrics connectionMetrics = new JettyConnectionMetrics(collaborators.meters());
    List<Connection.Listener> listeners =
        List.of(
            new ImpatienceWhenFull(connectionLimit, limits.idleWhenFull()),
            new InnerConnections(new StalledConnections(server.getScheduler(), limits.exchange())),
            new InnerConnections(
                new MakingRoom(connectionLimit, server.getScheduler(), limits.idleWhenFull())),
            new InnerConnections(connectionMetrics));
    for (ListenSocket socket : sockets) {
      AbstractConnector connector =
          socket.isLocal()
              ? new UnixConnector(server, socket.channel(), connectionMetrics, protocols(settings))
              : port(server, socket.channel(), connectionMetrics, protocols(settings));
      connector.setName(socket.name());
      connector.setIdleTimeout(limits.idle().toMillis());
      listeners.forEach(listener -> connector.addBean(listener, false));
      server.addConnector(connector);
    }
    server.addBean(connectionLimit);
  }

  private static AbstractConnector port(
      Server server,
      ServerSocketChannel channel,
      NetworkTrafficListener traffic,
      ConnectionFactory[] protocols)
      throws IOException {
    // Not ServerConnector: with that the metrics of the bytes would be there and always zero.
    NetworkTrafficServerConnector connector =
        new NetworkTrafficServerConnector(server, null, null, null, 1, 1, protocols);
    connector.setNetworkTrafficListener(traffic);
    connector.open(channel);
    return connector;
  }

  private static ConnectionFactory[] protocols(WebSettings settings) {
    return settings.speaksTls()
        ? TlsProtocols.of(settings.config().orElseThrow(), http()).toArray(ConnectionFactory[]::new)
        : new ConnectionFactory[] {new HttpConnectionFactory(http())};
  }

  private static HttpConfiguration http() {
    HttpConfiguration http = new HttpConfiguration();
    http.setRequestHeaderSize(Limits.REQUEST_HEADER_BYTES);
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    // "//metrics" is merely another path here, and so 404; nothing is done with path segments.
    http.setUriCompliance(
        UriCompliance.RFC3986.with("exact paths", UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT));
    return http;
  }

  private static Handler handlers(
      WebSettings settings, Collaborators collaborators, Renderer renderer, CostlyThreads costly) {
    List<Route> all = new ArrayList<>(collaborators.routes());
    all.add(
        Route.get(settings.telemetryPath(), new MetricsHandler(collaborators.begun(), renderer)));
    all.add(Route.get("/-/healthy", new HealthyHandler()));
    all.add(Route.get("/-/ready", new ReadyHandler(collaborators.readiness())));
    all.add(
        Route.post(
            "/-/reload", new ReloadHandler(settings.enableLifecycle(), collaborators.reload())));
    TimedHandler timed = new TimedHandler(collaborators.meters(), Tags.empty());
    Routes routes = new Routes(all, costly);
    timed.setHandler(
        settings
            .config()
            .<Handler>map(config -> new Gate(config, collaborators.firstOfThread(), routes))
            .orElse(routes));
    return new GracefulHandler(timed);
  }
}

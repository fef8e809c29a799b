package io.cgck.cli;

import io.cgck.config.Configuration;
import io.cgck.expect.Assessor;
import io.cgck.metrics.BuildInfo;
import io.cgck.metrics.Publisher;
import io.cgck.metrics.RegistryExposition;
import io.cgck.procfs.ProcfsException;
import io.cgck.scan.MoveLog;
import io.cgck.scan.Pace;
import io.cgck.scan.ScanLoop;
import io.cgck.systemd.Activation;
import io.cgck.systemd.ServiceManager;
import io.cgck.web.CannotListenException;
import io.cgck.web.Collaborators;
import io.cgck.web.ListenAddress;
import io.cgck.web.ListenSockets;
import io.cgck.web.Readiness;
import io.cgck.web.WebServer;
import io.cgck.web.WebSettings;
import io.prometheus.client.CollectorRegistry;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cgck serve}: the daemon. */
@Command(
    name = "serve",
    description = "Scans periodically and serves the metrics, until it gets SIGTERM.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"", "SIGHUP reads the configuration file again."})
final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
  private static final int MOVES_KEPT = 1000;
  private static final Duration NO_HEARTBEAT = Duration.ofDays(1);

  @Mixin private ConfigFile configFile = new ConfigFile();
  @Mixin private Logging logging = new Logging();

  @Mixin private ProcfsFlag procfs = new ProcfsFlag();

  @Option(
      names = "--web.listen-address",
      defaultValue = ":10065",
      paramLabel = "ADDRESS",
      description = "[HOST]:PORT to listen on; may be given several times (${DEFAULT-VALUE}).")
  private List<String> listenAddresses = List.of();

  @Option(
      names = "--web.systemd-socket",
      description =
          "Listen on nothing but the socket that systemd hands over; fail if it hands over none.")
  private boolean systemdSocket;

  @Option(
      names = "--web.telemetry-path",
      defaultValue = "/metrics",
      paramLabel = "PATH",
      description = "Path of the metrics (${DEFAULT-VALUE}).")
  private String telemetryPath = "/metrics";

  @Option(
      names = "--web.enable-lifecycle",
      description = "Let POST /-/reload read the configuration file again.")
  private boolean enableLifecycle;

  @Override
  public Integer call() throws CommandFailure, InterruptedException {
    logging.setUp();
    ServiceManager manager = ServiceManager.of(System.getenv(), ProcessHandle.current().pid());
    ServiceReport report = new ServiceReport(manager);
    Ending ending = new Ending(report);
    ending.listen();
    try {
      return serve(manager, report, ending);
    } finally {
      ending.closed();
    }
  }

  private int serve(ServiceManager manager, ServiceReport report, Ending ending)
      throws CommandFailure, InterruptedException {
    WebSettings webSettings = webSettings();
    Configuration configuration = configFile.load(new ThisHost(procfs.path()));
    LOG.info(
        "{}; {} expectations are in force",
        configFile.path().map(path -> "configuration " + path).orElse("no configuration file"),
        configuration.expectations().size());
    BuildInfo build = Version.build();
    CollectorRegistry registry = new CollectorRegistry();
    Publisher publisher = new Publisher(configuration, build, Clock.systemUTC());
    publisher.register(registry);
    Assessor assessor = new Assessor(configuration.expectations(), System::nanoTime);
    ScanPipeline listener =
        new ScanPipeline(
            assessor,
            publisher,
            new MoveLog(MOVES_KEPT),
            new EventLog(System::nanoTime),
            report,
            ending);
    try (ListenSockets sockets = listen(webSettings);
        OwnMeters meters = OwnMeters.register(registry);
        ScanLoop loop =
            new ScanLoop(procfs.path(), settings(configuration), listener, heartbeat(manager))) {
      // Already now, so that the first scan and the start of the web server share the time.
      loop.start();
      Reload reload =
          new Reload(configFile, new ThisHost(procfs.path()), publisher, assessor, loop, report);
      Collaborators collaborators =
          new Collaborators(
              new RegistryExposition(registry),
              () ->
                  publisher.snapshot().isPresent()
                      ? new Readiness.Ready()
                      : new Readiness.NotReady("the first scan has not ended yet"),
              reload,
              build.version(),
              meters.meters());
      try (WebServer server = WebServer.start(webSettings, sockets, collaborators)) {
        report.serving();
        for (InetSocketAddress address : server.addresses()) {
          LOG.info(
              "cgck {} listens on http://{}:{}{}",
              build.version(),
              host(address),
              address.getPort(),
              telemetryPath);
        }
        return ending.await(reload);
      }
    } catch (ProcfsException e) {
      throw ProcfsFlag.failure(e);
    } catch (CannotListenException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    }
  }

  /** On the socket that systemd opened, if it did; else where the flags say. */
  private ListenSockets listen(WebSettings settings) throws CommandFailure, CannotListenException {
    return switch (Activation.take(System.getenv(), ProcessHandle.current().pid())) {
      case Activation.None() when systemdSocket ->
          throw new CommandFailure(
              "--web.systemd-socket: systemd hands over no socket; start the socket unit, or see"
                  + " systemctl status cgck-exporter.socket");
      case Activation.None() -> ListenSockets.open(settings.listenAddresses());
      case Activation.Refused(String why) -> throw new CommandFailure(why);
      case Activation.Socket(ServerSocketChannel channel) -> {
        LOG.info("systemd opened the socket; --web.listen-address does not count");
        yield ListenSockets.of(channel);
      }
    };
  }

  /** Half of the watchdog's patience, as sd_watchdog_enabled(3) recommends. */
  private static Duration heartbeat(ServiceManager manager) {
    return manager.watchdog().map(patience -> patience.dividedBy(2)).orElse(NO_HEARTBEAT);
  }

  private static String host(InetSocketAddress address) {
    if (address.getAddress().isAnyLocalAddress()) {
      return "[::]";
    }
    String host = address.getAddress().getHostAddress();
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private WebSettings webSettings() throws CommandFailure {
    try {
      return new WebSettings(
          listenAddresses.stream().map(ListenAddress::parse).toList(),
          telemetryPath,
          enableLifecycle);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.wrongUsage(String.valueOf(e.getMessage()));
    }
  }

  static ScanLoop.Settings settings(Configuration configuration) {
    return new ScanLoop.Settings(
        new Pace(configuration.scan().interval(), configuration.scan().cpuBudget()),
        configuration.details());
  }
}

package io.cgck.cli;

import io.cgck.api.ApiRoute;
import io.cgck.config.Configuration;
import io.cgck.config.TraceSection;
import io.cgck.expect.Assessor;
import io.cgck.explain.MoveFeed;
import io.cgck.kernel.ThreadPriority;
import io.cgck.metrics.BuildInfo;
import io.cgck.metrics.Publisher;
import io.cgck.metrics.SnapshotExposition;
import io.cgck.metrics.WebConfigStatus;
import io.cgck.pages.Pages;
import io.cgck.procfs.ProcfsException;
import io.cgck.scan.HeadStart;
import io.cgck.scan.Pace;
import io.cgck.scan.ScanLoop;
import io.cgck.scan.TraceWatch;
import io.cgck.stats.CgroupWatch;
import io.cgck.systemd.ServiceManager;
import io.cgck.tracefs.TraceSettings;
import io.cgck.web.Collaborators;
import io.cgck.web.ListenSockets;
import io.cgck.web.Readiness;
import io.cgck.web.Route;
import io.cgck.web.WebServer;
import io.cgck.web.WebSettings;
import io.cgck.webconfig.LiveWebConfig;
import io.prometheus.client.CollectorRegistry;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What scans, judges, publishes and serves, put together.
 *
 * @param configFile read again at a reload
 * @param configWatch when to look whether it has changed; empty for never
 * @param cgroupFiles where the files of cgroups are
 * @param report where all of them say how they are
 */
record Daemon(
    ConfigFile configFile,
    Optional<ConfigWatch.Plan> configWatch,
    Path procfs,
    Path tracefs,
    CgroupFiles cgroupFiles,
    WebSettings web,
    ServiceManager manager,
    ServiceReport report) {
  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
  private static final int MOVES_KEPT = 1000;
  private static final Duration NO_HEARTBEAT = Duration.ofDays(1);

  /**
   * So long whoever scrapes waits for the first scan: a scrape at the start would be a gap in all
   * series, although there is nothing wrong. Below the time-out of a scrape, which is 10 s unless
   * set.
   */
  private static final Duration FIRST_SCAN_PATIENCE = Duration.ofSeconds(5);

  /**
   * Runs until it is told to end; gives the exit status.
   *
   * @param headStart of the scanning thread, which looks already
   */
  int run(Configuration configuration, HeadStart headStart, ListenSockets sockets, Ending ending)
      throws ProcfsException, InterruptedException {
    CollectorRegistry registry = new CollectorRegistry();
    Publisher publisher = new Publisher(configuration, Version.build(), Clock.systemUTC());
    publisher.register(registry);
    web.config().ifPresent(config -> config.listen(status -> publisher.webConfigRead(of(status))));
    Assessor assessor = new Assessor(configuration.expectations(), System::nanoTime);
    CgroupWatch cgroups = cgroupFiles.watch(procfs, CgroupFiles.plan(configuration));
    EventLog eventLog = new EventLog(System::nanoTime);
    MoveFeed moves = new MoveFeed(MOVES_KEPT, System.currentTimeMillis());
    ScanPipeline pipeline =
        new ScanPipeline(assessor, cgroups, publisher, moves, eventLog, report, ending);
    // The files of cgroups are closed when the thread that scans has ended.
    try (cgroups;
        TraceWatch trace = new TraceWatch(procfs, trace(tracefs, configuration));
        ScanLoop loop =
            new ScanLoop(headStart, settings(configuration), pipeline, heartbeat(), trace)) {
      // Already now, so that the first scan shares the time with the start of all else.
      loop.start();
      Reload reload =
          new Reload(
              configFile,
              new ThisHost(procfs),
              configured -> {
                publisher.configure(configured);
                assessor.configure(configured.expectations());
                cgroups.configure(CgroupFiles.plan(configured));
                trace.apply(trace(tracefs, configured));
                loop.apply(settings(configured));
              },
              publisher::configurationFailed,
              report);
      ApiRoute api = new ApiRoute(publisher::shown, moves);
      Pages pages =
          new Pages(
              publisher::shown,
              moves,
              Version.build().version(),
              web.telemetryPath(),
              procfs,
              Clock.systemUTC());
      List<Route> routes = new ArrayList<>(pages.routes());
      routes.add(api.route());
      try (OwnMeters meters = OwnMeters.register(registry);
          WebServer server =
              WebServer.start(
                  web, sockets, collaborators(registry, publisher, reload, routes, meters));
          // Before the server, which waits for requests that run.
          api) {
        headStart.awaitOpened();
        server.addresses().forEach(this::announce);
        server.localAddresses().forEach(this::announce);
        report.serving();
        Thread.ofPlatform()
            .name("meters")
            .daemon()
            .start(() -> followUp(publisher, meters, () -> trace.start(loop::happened)));
        return awaitEnd(ending, reload);
      }
    }
  }

  /** After the first scan, since nobody who waits for a first answer waits for this. */
  private static void followUp(Publisher publisher, OwnMeters meters, Runnable startTracing) {
    try {
      publisher.awaitScan(FIRST_SCAN_PATIENCE);
      startTracing.run();
      meters.watchVirtualMachine();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int awaitEnd(Ending ending, Reload reload) throws InterruptedException {
    if (configWatch.isEmpty()) {
      return ending.await(reload);
    }
    ConfigWatch watch = ConfigWatch.start(configWatch.get(), reload);
    try {
      return ending.await(reload);
    } finally {
      watch.stop();
    }
  }

  private static Collaborators collaborators(
      CollectorRegistry registry,
      Publisher publisher,
      Reload reload,
      List<Route> routes,
      OwnMeters meters) {
    return new Collaborators(
        new SnapshotExposition(registry, publisher, System::nanoTime),
        publisher.begun(),
        () ->
            publisher.snapshot().isPresent()
                ? new Readiness.Ready()
                : new Readiness.NotReady("the first scan has not ended yet"),
        reload,
        routes,
        meters.meters(),
        // However many scrape, a scan gets most of the CPU.
        ThreadPriority::lower);
  }

  static ScanLoop.Settings settings(Configuration configuration) {
    return new ScanLoop.Settings(
        new Pace(configuration.scan().interval(), configuration.scan().cpuBudget()),
        configuration.details());
  }

  static TraceWatch.Settings trace(Path tracefs, Configuration configuration) {
    TraceSection section = configuration.trace();
    return section.enabled() == TraceSection.Enabled.FALSE
        ? new TraceWatch.Settings.Off()
        : new TraceWatch.Settings.On(
            new TraceSettings(
                tracefs, section.instance(), section.bufferKib(), section.namespaceEvents()),
            section.enabled() == TraceSection.Enabled.TRUE
                ? TraceWatch.Absence.ERROR
                : TraceWatch.Absence.WARNING);
  }

  /** Half of the watchdog's patience, as sd_watchdog_enabled(3) recommends. */
  private Duration heartbeat() {
    return manager.watchdog().map(patience -> patience.dividedBy(2)).orElse(NO_HEARTBEAT);
  }

  private void announce(InetSocketAddress address) {
    BuildInfo build = Version.build();
    LOG.info(
        "cgck {} listens on {}://{}:{}{}",
        build.version(),
        web.speaksTls() ? "https" : "http",
        host(address),
        address.getPort(),
        web.telemetryPath());
  }

  private void announce(String local) {
    LOG.info("cgck {} listens on {}", Version.build().version(), local);
  }

  private static WebConfigStatus of(LiveWebConfig.Status status) {
    return new WebConfigStatus(status.successful(), status.at(), status.notAfter());
  }

  private static String host(InetSocketAddress address) {
    if (address.getAddress().isAnyLocalAddress()) {
      return "[::]";
    }
    String host = address.getAddress().getHostAddress();
    return host.contains(":") ? "[" + host + "]" : host;
  }
}

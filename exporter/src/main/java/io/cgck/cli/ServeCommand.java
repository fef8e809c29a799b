package io.cgck.cli;

import io.cgck.config.Configuration;
import io.cgck.config.ConfigurationChange;
import io.cgck.config.DurationValue;
import io.cgck.kernel.StandardStreams;
import io.cgck.match.Parsed;
import io.cgck.procfs.ProcfsException;
import io.cgck.scan.HeadStart;
import io.cgck.systemd.Activation;
import io.cgck.systemd.ServiceManager;
import io.cgck.web.CannotListenException;
import io.cgck.web.ListenAddress;
import io.cgck.web.ListenSockets;
import io.cgck.web.WebSettings;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;

/** {@code cgck serve}: the daemon. */
final class ServeCommand implements VerbCommand {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
  private static final String NEVER = "0s";
  private static final Duration SHORTEST_LOOK = Duration.ofMillis(100);
  private static final Duration LONGEST_LOOK = Duration.ofHours(1);

  private final CommandSpec spec;
  private final ConfigFile configFile = new ConfigFile();
  private final Logging logging = new Logging();
  private final ProcfsFlag procfs = new ProcfsFlag();
  private final TracefsFlag tracefs = new TracefsFlag();
  private final CgroupFiles cgroupFiles = new CgroupFiles();

  private final Flag<List<String>> listenAddresses =
      Flag.repeatedWithDefault(
          String.class,
          ":10065",
          "ADDRESS",
          "[HOST]:PORT or unix:/PATH to listen on; may be given several times (${DEFAULT-VALUE}).",
          "--web.listen-address");

  private final WebConfigFile webConfigFile = new WebConfigFile();

  private final Flag<Boolean> accessLog =
      Flag.toggle("Log every request, without its headers and its query.", "--web.access-log");

  private final Flag<Boolean> systemdSocket =
      Flag.toggle(
          "Listen on nothing but the socket that systemd hands over; fail if it hands over none.",
          "--web.systemd-socket");

  private final Flag<String> telemetryPath =
      Flag.withDefault(
          String.class,
          "/metrics",
          "PATH",
          "Path of the metrics (${DEFAULT-VALUE}).",
          "--web.telemetry-path");

  private final Flag<Boolean> enableLifecycle =
      Flag.toggle(
          "Let POST /-/reload read the configuration file again.", "--web.enable-lifecycle");

  private final Flag<String> autoReloadInterval =
      Flag.withDefault(
          String.class,
          NEVER,
          "DURATION",
          "Pause between looks whether the configuration file has changed, 100ms to 1h; when it has,"
              + " it is read again. 0s never looks (${DEFAULT-VALUE}).",
          "--config.auto-reload-interval");

  ServeCommand() {
    spec =
        CommandModel.of(this, "Scans periodically and serves the metrics, until it gets SIGTERM.");
    spec.usageMessage().footer("", "SIGHUP reads the configuration file again.");
    configFile.addTo(spec);
    logging.addTo(spec);
    procfs.addTo(spec);
    tracefs.addTo(spec);
    cgroupFiles.addTo(spec);
    listenAddresses.addTo(spec);
    webConfigFile.addTo(spec);
    accessLog.addTo(spec);
    systemdSocket.addTo(spec);
    telemetryPath.addTo(spec);
    enableLifecycle.addTo(spec);
    autoReloadInterval.addTo(spec);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws CommandFailure, InterruptedException {
    logging.setUp();
    Map<String, String> environment = System.getenv();
    long pid = ProcessHandle.current().pid();
    ServiceManager manager = ServiceManager.of(environment, pid);
    ServiceReport report = new ServiceReport(manager);
    Ending ending = new Ending(report);
    ending.listen();
    // Beside all that follows; if that fails, nobody waits for it.
    try (HeadStart headStart = HeadStart.begin(procfs.path())) {
      WebSettings settings = webSettings();
      Optional<ConfigWatch.Plan> watch = configWatch();
      Configuration configuration = configFile.load(new ThisHost(procfs.path()));
      LOG.info(
          "{}; {} expectations are in force",
          configFile.path().map(path -> "configuration " + path).orElse("no configuration file"),
          configuration.expectations().size());
      try (ListenSockets sockets = listen(settings, Activation.take(environment, pid))) {
        return new Daemon(
                configFile,
                watch,
                procfs.path(),
                tracefs.path(),
                cgroupFiles,
                settings,
                manager,
                report)
            .run(configuration, headStart, sockets, ending);
      }
    } catch (ProcfsException e) {
      throw ProcfsFlag.failure(e);
    } catch (CannotListenException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    } finally {
      ending.closed();
    }
  }

  /** Looks at the file before it is loaded: no change in between is missed. */
  private Optional<ConfigWatch.Plan> configWatch() throws CommandFailure {
    Duration interval = autoReloadInterval();
    if (interval.isZero()) {
      return Optional.empty();
    }
    Path file =
        configFile
            .path()
            .orElseThrow(
                () ->
                    CommandFailure.wrongUsage(
                        "--config.auto-reload-interval: there is no file to look at; name it with"
                            + " --config.file"));
    return Optional.of(new ConfigWatch.Plan(new ConfigurationChange(file), interval));
  }

  private Duration autoReloadInterval() throws CommandFailure {
    String interval = autoReloadInterval.value();
    if (interval.equals(NEVER)) {
      return Duration.ZERO;
    }
    return switch (new DurationValue(SHORTEST_LOOK, LONGEST_LOOK).parse(interval)) {
      case Parsed.Good<Duration>(Duration good) -> good;
      case Parsed.Bad<Duration>(String why) ->
          throw CommandFailure.wrongUsage("--config.auto-reload-interval: " + why);
    };
  }

  private WebSettings webSettings() throws CommandFailure {
    try {
      return new WebSettings(
          listenAddresses.value().stream().map(ListenAddress::parse).toList(),
          telemetryPath.value(),
          enableLifecycle.value(),
          accessLog.value(),
          webConfigFile.open());
    } catch (IllegalArgumentException e) {
      throw CommandFailure.wrongUsage(String.valueOf(e.getMessage()));
    }
  }

  /** On the socket that systemd opened, if it did; else where the flags say. */
  private ListenSockets listen(WebSettings settings, Activation activation)
      throws CommandFailure, CannotListenException {
    if (activation instanceof Activation.None && !systemdSocket.value()) {
      return ListenSockets.open(settings.listenAddresses());
    }
    return switch (activation) {
      case Activation.None() ->
          throw new CommandFailure(
              "--web.systemd-socket: systemd hands over no socket; start the socket unit, or see"
                  + " systemctl status cgck-exporter.socket");
      case Activation.Refused(String why) -> throw new CommandFailure(why);
      case Activation.Socket(ServerSocketChannel channel) -> {
        LOG.info("systemd opened the socket; --web.listen-address does not count");
        // The JDK takes them away with the socket.
        StandardStreams streams = new StandardStreams();
        yield ListenSockets.of(channel, streams::close);
      }
    };
  }
}

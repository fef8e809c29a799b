package io.cgck.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A {@code cgck serve} in a container of a {@link ContainerHost}, in the machine's network. */
public final class ContainedDaemon {
  private final String name;
  private final LabProcess engine;
  private final DaemonClient client;
  private final Runtimes runtimes;

  private ContainedDaemon(String name, LabProcess engine, int port, Runtimes runtimes) {
    this.name = name;
    this.engine = engine;
    this.client = new DaemonClient(port);
    this.runtimes = runtimes;
  }

  /**
   * Starts the image that was loaded, by podman, and waits until it is ready.
   *
   * @param flags of {@code podman run}
   * @param more of {@code cgck serve}
   */
  public static ContainedDaemon byPodman(
      ContainerHost host, String image, String name, List<String> flags, List<String> more) {
    Runtimes runtimes = new Runtimes(host);
    int port = Loopback.freePort();
    List<String> arguments = new java.util.ArrayList<>();
    arguments.addAll(List.of("--network=host", "--read-only"));
    arguments.add("--volume=/srv/config:/etc/cgck:ro");
    arguments.addAll(flags);
    arguments.add(image);
    arguments.addAll(serve(port, more));
    List<String> line = runtimes.podmanRun(name, arguments);
    return start(host, name, line, port);
  }

  /** Starts what a bundle has in its root directory, by runc, and waits until it is ready. */
  static ContainedDaemon byRunc(ContainerHost host, String bundle, int port) {
    return start(host, bundle, List.of("runc", "run", "--bundle", "/srv/" + bundle, bundle), port);
  }

  static List<String> serve(int port, List<String> more) {
    List<String> arguments = new java.util.ArrayList<>();
    arguments.addAll(List.of("serve", "--config.file=/etc/cgck/cgck.yml"));
    arguments.add("--web.listen-address=127.0.0.1:" + port);
    arguments.addAll(more);
    return arguments;
  }

  /** The configuration that all of them read. */
  static void configure(ContainerHost host) {
    host.write("srv/config/cgck.yml", DaemonSetup.QUICK);
  }

  private static ContainedDaemon start(
      ContainerHost host, String name, List<String> line, int port) {
    configure(host);
    LabProcess engine = host.start(host.lab().cgroup("engine"), line.toArray(String[]::new));
    ContainedDaemon daemon = new ContainedDaemon(name, engine, port, new Runtimes(host));
    Waiting.patiently()
        .until(
            () -> name + " is ready; it says:\n" + daemon.log(),
            () -> !engine.isAlive() || daemon.client.isReady());
    if (!engine.isAlive()) {
      throw new AssertionError(name + " ended at once, saying:\n" + daemon.log());
    }
    return daemon;
  }

  /** What it has said so far. */
  public String log() {
    return engine.output();
  }

  /** The metrics of a scan that began after this call. */
  public Samples awaitFreshScan() {
    double now = scans(samples());
    Waiting.patiently().until("two scans more", () -> scans(samples()) >= now + 2);
    return samples();
  }

  private Samples samples() {
    return Samples.parse(client.get("/metrics", Map.of("Accept", "text/plain")).text());
  }

  private static double scans(Samples samples) {
    return samples.one("cgck_scan_duration_seconds_count", Map.of()).value();
  }

  /** PID of podman's container, as the machine numbers it. */
  public long pid() {
    return runtimes.podmanPid(name);
  }

  /** What it has mapped, as {@code proc_pid_maps(5)} says it. */
  public String maps() {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid()), "maps"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

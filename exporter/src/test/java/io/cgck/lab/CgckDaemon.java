package io.cgck.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A running {@code cgck serve}. */
public final class CgckDaemon implements AutoCloseable {
  private static final Duration END_BOUND = Duration.ofSeconds(20);
  private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";
  private static final String TEXT = "text/plain; version=0.0.4";

  private final ServerProcess process;
  private final DaemonFiles files;
  private final DaemonClient client;

  private CgckDaemon(Process process, DaemonFiles files, DaemonClient client) {
    this.files = files;
    this.client = client;
    this.process = new ServerProcess(process, this::log);
  }

  static CgckDaemon start(DaemonSetup setup) {
    DaemonFiles files = DaemonFiles.create(setup.config());
    int port = Loopback.freePort();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "serve",
                "--web.listen-address=127.0.0.1:" + port,
                "--config.file=" + files.config()));
    arguments.addAll(setup.flags());
    try {
      Process process =
          setup
              .image()
              .command(setup.prefix(), arguments)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(files.log().toFile())
              .start();
      CgckDaemon daemon = new CgckDaemon(process, files, new DaemonClient(port));
      daemon.awaitReady();
      return daemon;
    } catch (IOException e) {
      files.close();
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady() {
    try {
      process.awaitReady(client::isReady);
    } catch (AssertionError e) {
      close();
      throw e;
    }
  }

  public long pid() {
    return process.pid();
  }

  public int port() {
    return client.port();
  }

  public DaemonClient client() {
    return client;
  }

  /** What it has said so far on standard error. */
  public String log() {
    return files.logText();
  }

  public void replaceConfig(String text) {
    files.replaceConfig(text);
  }

  /** The metrics in the text format 0.0.4. */
  public Samples samples() {
    return samples(TEXT);
  }

  /** The metrics in OpenMetrics 1.0. */
  public Samples openMetrics() {
    return samples(OPEN_METRICS);
  }

  private Samples samples(String format) {
    Answer answer = client.get("/metrics", Map.of("Accept", format));
    if (answer.status() != 200 || !answer.contentType().startsWith(format)) {
      throw new AssertionError("asked for %s but got %s".formatted(format, answer));
    }
    return Samples.parse(answer.text());
  }

  /** Scrapes until the expectations hold. */
  public Samples await(String what, Consumer<Samples> expectations) {
    long start = System.nanoTime();
    while (true) {
      Samples samples = samples();
      try {
        expectations.accept(samples);
        return samples;
      } catch (AssertionError e) {
        if (System.nanoTime() - start > END_BOUND.toNanos()) {
          throw new AssertionError(
              "not within %s: %s%n%s%nlast exposition:%n%s%nlog:%n%s"
                  .formatted(END_BOUND, what, e.getMessage(), samples.textOf("cgck_"), log()),
              e);
        }
      }
      // Not a wait for luck: two scrapes of one scan say the same.
      Waiting.patiently().until("the next scan", () -> scans() > scans(samples));
    }
  }

  /** Waits until a scan that began after this call was served. */
  public Samples awaitFreshScan() {
    // The scan that is under way now may have begun before.
    double now = scans();
    return await(
        "a scan that begins after now",
        samples -> {
          if (scans(samples) < now + 2) {
            throw new AssertionError("scans: " + scans(samples));
          }
        });
  }

  /** Waits until something came true, and then for the first scan that began after it. */
  public Samples awaitScanAfter(Runnable condition) {
    Waiting.patiently()
        .until(
            "the condition",
            () -> {
              try {
                condition.run();
                return true;
              } catch (AssertionError e) {
                return false;
              }
            });
    return awaitFreshScan();
  }

  private double scans() {
    return scans(samples());
  }

  private static double scans(Samples samples) {
    return samples.one("cgck_scan_duration_seconds_count", Map.of()).value();
  }

  public void hangUp() {
    Command.signal(pid(), "HUP");
  }

  /** Sends SIGTERM and returns the exit code. */
  public int terminate() {
    return process.terminate();
  }

  @Override
  public void close() {
    process.close();
    client.close();
    files.close();
  }
}

package io.cgck.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server with a web configuration: cgck, or the node_exporter of a suite of Debian. */
public final class WebConfigServer implements AutoCloseable {
  /** Whether it ends by itself shows soon; some listen before they read their file. */
  private static final int SETTLED_MILLIS = 300;

  private final Process process;
  private final int port;

  private WebConfigServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Which one. */
  public enum Kind {
    NODE_EXPORTER_1_5("node_exporter 1.5", "bookworm"),
    NODE_EXPORTER_1_11("node_exporter 1.11", "sid"),
    CGCK("cgck", "");

    private final String title;
    private final String suite;

    Kind(String title, String suite) {
      this.title = title;
      this.suite = suite;
    }

    public String title() {
      return title;
    }

    /** Where the program is; its suite may lack it. */
    public Path program() {
      return this == CGCK
          ? CgckImage.ofTheBuild().directory().resolve("bin/cgck")
          : Testbed.ofTheBuild()
              .ofSuite("node-exporter/" + suite)
              .unpacked("prometheus-node-exporter");
    }
  }

  /** Starts one, and waits until it listens or has ended. */
  public static WebConfigServer start(Kind kind, Path config, Path log) {
    int port = Loopback.freePort();
    List<String> line = new ArrayList<>();
    line.add(kind.program().toString());
    if (kind == Kind.CGCK) {
      line.add("serve");
    } else {
      line.addAll(List.of("--collector.disable-defaults", "--collector.loadavg"));
    }
    line.add("--web.listen-address=127.0.0.1:" + port);
    line.add("--web.config.file=" + config);
    ProcessBuilder builder =
        new ProcessBuilder(line)
            // Not where the file is: relative paths in it begin there all the same.
            .directory(Path.of("/").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    try {
      WebConfigServer server = new WebConfigServer(builder.start(), port);
      server.awaitStart(kind);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitStart(Kind kind) {
    try {
      Waiting.patiently()
          .until(() -> kind + " listens or ends", () -> !process.isAlive() || listens());
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether it refuses its configuration. */
  public boolean hasEnded() {
    try {
      return process.waitFor(SETTLED_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}

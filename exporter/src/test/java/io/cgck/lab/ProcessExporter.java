package io.cgck.lab;

import java.util.List;

/** A running prometheus-process-exporter, which groups processes and reads them at every scrape. */
public final class ProcessExporter implements AutoCloseable {
  private final LabServer server;

  private ProcessExporter(LabServer server) {
    this.server = server;
  }

  /**
   * Starts one that leaves out threads and {@code smaps}, and waits until it answers.
   *
   * @param name template of the names of groups, for example <code>{{.Comm}}</code>
   */
  public static ProcessExporter start(String name) {
    String command = Testbed.ofTheBuild().command("prometheus-process-exporter").toString();
    String config = "process_names: [{name: \"%s\", cmdline: [\".+\"]}]\n".formatted(name);
    return new ProcessExporter(
        LabServer.start(
            config,
            (file, data, port) ->
                List.of(
                    command,
                    "-config.path=" + file,
                    "-threads=false",
                    "-gather-smaps=false",
                    "-web.listen-address=127.0.0.1:" + port)));
  }

  public long pid() {
    return server.pid();
  }

  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
  }
}

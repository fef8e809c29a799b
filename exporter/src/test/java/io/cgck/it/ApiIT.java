package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import com.fasterxml.jackson.databind.JsonNode;
import io.cgck.api.ApiDescription;
import io.cgck.lab.Answer;
import io.cgck.lab.CgckDaemon;
import io.cgck.lab.Cgroup;
import io.cgck.lab.CgroupLab;
import io.cgck.lab.DaemonSetup;
import io.cgck.lab.LabProcess;
import io.cgck.lab.LabShell;
import io.cgck.lab.WebConfigServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API of the daemon on this host, held against its description and against the metrics. */
class ApiIT {
  private static final int PATIENCE_MILLIS = 20_000;

  @AutoClose private final CgroupLab lab = CgroupLab.open();
  private final Cgroup home = lab.cgroup("home");
  private final Cgroup away = lab.cgroup("away");
  private final ApiDescription description = ApiDescription.ofTheBuild();

  private CgckDaemon daemon() {
    return DaemonSetup.quick()
        .config(
            DaemonSetup.QUICK
                + """
                  exclude:
                    - {comm: tail}
                cgroups:
                  stats: true
                expectations:
                  - name: sleepers
                    match: {comm: sleep}
                    expect: {cgroup: %s}
                    severity: critical
                  - name: bounded
                    match: {cgroup: %s}
                    expect: {limits: {memory.max: "<= 1MiB"}}
                """
                    .formatted(home.path(), home.path()))
        .start();
  }

  private JsonNode get(CgckDaemon daemon, String path) {
    Answer answer = daemon.client().get(path);
    return description.assertDescribed(path, answer.status(), answer.contentType(), answer.text());
  }

  /** Tries until a scan has seen what a test did. */
  private JsonNode awaitProcess(CgckDaemon daemon, LabProcess process, String field, String value) {
    String path = "/api/v1/processes/" + process.pid();
    long end = System.nanoTime() + Duration.ofMillis(PATIENCE_MILLIS).toNanos();
    JsonNode answer = get(daemon, path);
    while (!answer.path(field).asText().equals(value)) {
      assertThat(System.nanoTime()).as(field + " of " + answer).isLessThan(end);
      daemon.awaitFreshScan();
      answer = get(daemon, path);
    }
    return answer;
  }

  @Test
  void theTutorialInJson() {
    LabShell shell = lab.shell(home);
    LabProcess inside = shell.process();
    LabProcess sleeper = lab.start(away, "sleep", "300");
    LabProcess secret = lab.start(away, "tail", "-f", "/dev/null");
    try (CgckDaemon daemon = daemon()) {
      JsonNode before = awaitProcess(daemon, inside, "comm", "sh");
      assertThat(before.path("cgroup").asText()).isEqualTo(home.path());
      assertThat(before.path("ns_cgroup").asText()).isEqualTo(home.path());
      assertThat(before.path("stale_mount").isNull()).isTrue();

      shell.become("unshare --cgroup --mount");
      long made = inside.namespace("cgroup");
      JsonNode unshared = awaitProcess(daemon, inside, "ns_cgroup", "/");
      assertThat(unshared.path("cgroup_ns").asLong()).isEqualTo(made);
      assertThat(unshared.path("cgroup_ns_root").asText()).isEqualTo(home.path());
      assertThat(unshared.path("mount_root").asText()).isEqualTo(home.hierarchyRootSeenFromHere());
      assertThat(unshared.path("stale_mount").asBoolean()).isTrue();
      assertThat(unshared.path("outside").asBoolean()).isFalse();
      assertThat(unshared.at("/namespaces/mnt").asLong()).isEqualTo(inside.namespace("mnt"));

      assertThat(pids(get(daemon, "/api/v1/processes?namespace=" + made)))
          .containsExactly(inside.pid());
      assertThat(pids(get(daemon, "/api/v1/processes?stale_mount=true&cgroup=" + home.path())))
          .containsExactly(inside.pid());
      JsonNode namespace =
          get(daemon, "/api/v1/namespaces?kind=cgroup&inode=" + made).at("/namespaces/0");
      assertThat(namespace.path("root").asText()).isEqualTo(home.path());
      assertThat(namespace.path("root_source").asText()).isEqualTo("exact");
      assertThat(namespace.path("oldest_pid").asLong()).isEqualTo(inside.pid());
      JsonNode violator = awaitProcess(daemon, sleeper, "comm", "sleep");
      assertThat(violator.at("/expectations/0/state").asText()).isEqualTo("violated");
      assertThat(violator.at("/expectations/0/actual").asText()).isEqualTo(away.path());
      assertThat(daemon.client().get("/api/v1/processes/" + secret.pid()).status()).isEqualTo(404);
      JsonNode cgroups = get(daemon, "/api/v1/cgroups?cgroup=" + away.path());
      assertThat(cgroups.at("/cgroups/0/processes").asInt()).isEqualTo(2);
    }
  }

  @Test
  void whomTheWebConfigurationRefusesIsAnsweredAsDescribed(@TempDir Path directory)
      throws Exception {
    Path config = directory.resolve("web.yml");
    String hash = BCrypt.withDefaults().hashToString(4, "pass".toCharArray());
    Files.writeString(
        config,
        "basic_auth_users: {someone: '%s'}\nrate_limit: {interval: 1h, burst: %d}\n"
            .formatted(hash, description.paths().size()));
    try (WebConfigServer server =
            WebConfigServer.start(
                WebConfigServer.Kind.CGCK, config, directory.resolve("cgck.log"));
        HttpClient client = HttpClient.newHttpClient()) {
      for (int expected : new int[] {401, 429}) {
        for (String path : description.paths()) {
          HttpResponse<String> answer =
              client.send(
                  HttpRequest.newBuilder(
                          URI.create(
                              "http://127.0.0.1:"
                                  + server.port()
                                  + path.replace("{pid}", Long.toString(1))))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
          assertThat(answer.statusCode()).as(path).isEqualTo(expected);
          String type = answer.headers().firstValue("Content-Type").orElseThrow();
          description.assertDescribed(path, expected, type.replaceFirst(";.*", ""), answer.body());
        }
      }
    }
  }

  @Test
  void everyPathAnswersAsDescribedAndProcessesAreThoseOfTheMetrics() {
    LabProcess sleeper = lab.start(home, "sleep", "300");
    try (CgckDaemon daemon = daemon()) {
      awaitProcess(daemon, sleeper, "comm", "sleep");
      for (String path : description.paths()) {
        if (!path.endsWith("/stream")) {
          get(daemon, path.replace("{pid}", Long.toString(sleeper.pid())));
        }
      }
      List<Long> ofMetrics =
          daemon.samples().named("cgck_process_info").stream()
              .map(sample -> Long.parseLong(sample.label("pid")))
              .sorted()
              .toList();
      List<Long> ofApi = new ArrayList<>();
      String path = "/api/v1/processes?limit=7";
      JsonNode page = get(daemon, path);
      ofApi.addAll(pids(page));
      while (!page.path("next_offset").isNull()) {
        page = get(daemon, path + "&offset=" + page.path("next_offset").asLong());
        ofApi.addAll(pids(page));
      }
      // Others may have come and gone meanwhile.
      assertThat(ofApi).contains(sleeper.pid()).doesNotHaveDuplicates();
      assertThat(ofApi.stream().filter(ofMetrics::contains).count())
          .isGreaterThan(ofMetrics.size() * 9L / 10);
      assertThat(get(daemon, "/api/v1/status").at("/processes/shown").asInt())
          .isCloseTo(ofMetrics.size(), Percentage.withPercentage(20));
    }
  }

  private static List<Long> pids(JsonNode page) {
    List<Long> pids = new ArrayList<>();
    page.path("processes").forEach(process -> pids.add(process.path("pid").asLong()));
    return pids;
  }

  @Test
  void problemsAndConditions() {
    try (CgckDaemon daemon = daemon()) {
      JsonNode problem = get(daemon, "/api/v1/processes?cgrop=/x");
      assertThat(problem.path("detail").asText())
          .isEqualTo("the parameter cgrop is unknown; did you mean cgroup?");
      Answer description =
          daemon.client().get("/api/v1/openapi.json", Map.of("Accept-Encoding", "gzip"));
      assertThat(description.contentEncoding()).isEqualTo("gzip");
      assertThat(daemon.client().get("/api/v1/openapi.json", Map.of("If-None-Match", "*")).status())
          .isEqualTo(304);
      assertThat(daemon.client().post("/api/v1/status").status()).isEqualTo(405);
    }
  }

  @Test
  void movesAsTheyHappen() throws Exception {
    LabProcess sleeper = lab.start(home, "sleep", "300");
    LabProcess secret = lab.start(home, "tail", "-f", "/dev/null");
    CgckDaemon daemon = daemon();
    try (daemon) {
      awaitProcess(daemon, sleeper, "comm", "sleep");
      String first;
      try (Stream stream = new Stream(daemon.port(), "")) {
        secret.moveTo(away);
        sleeper.moveTo(away);
        JsonNode move = stream.moveOf(sleeper);
        assertThat(move.path("from").asText()).isEqualTo(home.path());
        assertThat(move.path("to").asText()).isEqualTo(away.path());
        first = move.path("id").asText();
      }
      sleeper.moveTo(home);
      try (Stream stream = new Stream(daemon.port(), "Last-Event-ID: " + first + "\r\n")) {
        assertThat(stream.moveOf(sleeper).path("to").asText()).isEqualTo(home.path());
      }
      JsonNode moves = get(daemon, "/api/v1/moves?pid=" + sleeper.pid());
      assertThat(moves.path("moves").findValuesAsText("to"))
          .containsExactly(home.path(), away.path());
      assertThat(get(daemon, "/api/v1/moves?pid=" + secret.pid()).path("total").asInt()).isZero();
      assertThat(moves.path("withheld").asInt()).isPositive();

      // A server that waited for it would take five seconds.
      try (Stream open = new Stream(daemon.port(), "")) {
        long began = System.nanoTime();
        assertThat(daemon.terminate()).isEqualTo(143);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
        assertThat(open.rest()).doesNotContain("event: move");
      }
    }
  }

  /** A client of the stream, which has begun. */
  private final class Stream implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader reader;

    Stream(int port, String headers) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket
          .getOutputStream()
          .write(
              ("GET /api/v1/moves/stream HTTP/1.0\r\n" + headers + "\r\n")
                  .getBytes(StandardCharsets.UTF_8));
      reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String line = reader.readLine();
      while (!line.startsWith("retry: ")) {
        line = reader.readLine();
      }
    }

    /** The next move of a process; others of this host may come between. */
    JsonNode moveOf(LabProcess process) throws IOException {
      while (true) {
        String line = reader.readLine();
        assertThat(line).isNotNull();
        if (line.startsWith("data: {\"id\"")) {
          JsonNode move = description.assertMove(line.substring("data: ".length()));
          if (move.path("pid").asLong() == process.pid()) {
            return move;
          }
        }
      }
    }

    String rest() {
      return String.join("\n", reader.lines().toList());
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}

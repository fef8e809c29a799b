package io.cgck.api;

import static io.cgck.fixture.Sketch.process;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgck.fixture.Sketch;
import io.cgck.metrics.Family;
import io.cgck.query.CgroupQuery;
import io.cgck.query.MoveQuery;
import io.cgck.query.NamespaceQuery;
import io.cgck.query.ProcessQuery;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of the API, held against its description. */
class ApiTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final long PRIVATE = 4026532000L;

  private static final String CONFIGURATION =
      """
      processes:
        exclude:
          - {comm: secret*}
      expectations:
        - name: web
          match: {comm: nginx}
          expect: {cgroup: /system.slice/nginx.service}
          severity: critical
      """;

  @AutoClose private final ApiSite site = new ApiSite(CONFIGURATION);
  private final ApiDescription description = ApiDescription.ofTheBuild();

  ApiTest() throws Exception {}

  /** One process is where it should be, one has left, one sees its namespace from outside. */
  private ApiSite withProcesses() {
    Sketch nginx = process(10, "nginx", "/system.slice/nginx.service");
    Sketch stray = process(11, "nginx", "/system.slice/nginx.service");
    Sketch secret = process(12, "secretary", "/vault");
    Sketch inside = process(13, "sh", "/sub2").namespace(PRIVATE, "/../sub2");
    Sketch container =
        process(
            14,
            "app",
            "/system.slice/docker-"
                + "0123456789ab0123456789ab0123456789ab0123456789ab0123456789ab0123"
                + ".scope");
    site.scan(Sketch.snapshot(NOW, nginx, stray, secret, inside, container));
    return site.scan(
        Sketch.snapshot(
            NOW.plusSeconds(5),
            nginx,
            stray.in("/user.slice"),
            secret.in("/out"),
            inside,
            container));
  }

  @Test
  void theDescriptionIsAnOpenApiDocument() throws Exception {
    description.assertWellFormed();
    assertThat(site.get("/api/v1/openapi.json").body())
        .asString(UTF_8)
        .isEqualTo(new String(Api.class.getResourceAsStream("openapi.json").readAllBytes(), UTF_8));
  }

  @Test
  void everyDescribedPathAnswersAsDescribed() throws Exception {
    withProcesses();
    for (String path : description.paths()) {
      if (!path.endsWith("/stream")) {
        site.described(path.replace("{pid}", "13"), 200);
      }
    }
  }

  @Test
  void everyDescribedParameterIsUnderstoodAndNothingElse() throws Exception {
    withProcesses();
    for (String path : description.paths()) {
      List<String> names = new ArrayList<>();
      for (JsonNode parameter : description.operation(path).path("parameters")) {
        if (parameter.path("in").asText().equals("query") && !path.endsWith("/stream")) {
          String name = parameter.path("name").asText();
          names.add(name);
          for (String value : valuesOf(name, parameter.path("schema"))) {
            site.described(path + "?" + name + "=" + encoded(value), 200);
          }
          for (String wrong : wrongValuesOf(name, parameter.path("schema"))) {
            JsonNode problem = site.described(path + "?" + name + "=" + encoded(wrong), 400);
            assertThat(problem.at("/parameters/0/name").asText()).isEqualTo(name);
            assertThat(problem.path("detail").asText()).contains(name);
          }
          assertThat(
                  site.described(path + "?" + name + "=1&" + name + "=1", 400)
                      .path("parameters")
                      .findValuesAsText("reason"))
              .contains("is given 2 times; give it once");
        }
      }
      List<String> understood =
          switch (path) {
            case "/api/v1/processes" -> ProcessQuery.NAMES;
            case "/api/v1/cgroups" -> CgroupQuery.NAMES;
            case "/api/v1/namespaces" -> NamespaceQuery.NAMES;
            case "/api/v1/moves" -> MoveQuery.NAMES;
            default -> List.of();
          };
      assertThat(names).as(path).containsExactlyInAnyOrderElementsOf(understood);
    }
  }

  private static List<String> valuesOf(String name, JsonNode schema) {
    if (schema.has("enum")) {
      List<String> values = new ArrayList<>();
      schema.path("enum").forEach(value -> values.add(value.asText()));
      return values;
    }
    return switch (schema.path("type").asText()) {
      case "boolean" -> List.of("true", "false");
      case "integer" ->
          Stream.of("minimum", "maximum", "default")
              .filter(schema::has)
              .map(key -> schema.path(key).asText())
              .toList();
      default ->
          switch (name) {
            case "cgroup" -> List.of("/", "/system.slice/**", "regex:/s.*", "");
            case "cgroup_namespace" -> List.of("initial", "private", "4026531835");
            case "before" -> List.of("7-1", "6-99", "");
            default -> List.of("nginx", "a*", "regex:[a-z]+", "<script>", "");
          };
    };
  }

  private static List<String> wrongValuesOf(String name, JsonNode schema) {
    if (schema.has("enum") || schema.path("type").asText().equals("boolean")) {
      return List.of("x", "<script>");
    }
    if (schema.path("type").asText().equals("integer")) {
      return List.of(
          "x",
          "-1",
          "1.5",
          "99999999999999999999",
          Long.toString(schema.path("minimum").asLong() - 1),
          Long.toString(schema.path("maximum").asLong() + 1));
    }
    return switch (name) {
      case "cgroup" -> List.of("relative", "regex:(");
      case "cgroup_namespace" -> List.of("none", "0");
      case "expectation" -> List.of();
      default -> List.of("regex:(");
    };
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, UTF_8);
  }

  /** What metrics do not show is no field; what is about the request itself is none of a host. */
  @Test
  void everyFieldIsShownByAMetric() {
    Set<String> ofRequests =
        Set.of("total", "offset", "limit", "next_offset", "forgotten", "withheld", "id");
    Map<String, List<String>> catalogue =
        Arrays.stream(Family.values())
            .collect(Collectors.toMap(Family::metricName, Family::labels));
    List<String> without = new ArrayList<>();
    description
        .document()
        .at("/components/schemas")
        .properties()
        .forEach(
            schema -> {
              if (!schema.getKey().equals("Problem")) {
                check(schema.getKey(), schema.getValue(), catalogue, ofRequests, without);
              }
            });
    assertThat(without).isEmpty();
  }

  private static void check(
      String place,
      JsonNode schema,
      Map<String, List<String>> catalogue,
      Set<String> exempt,
      List<String> without) {
    for (JsonNode metric : schema.path("x-cgck-metric")) {
      String[] parts = metric.asText().split("[{}]", -1);
      assertThat(catalogue).as(place).containsKey(parts[0]);
      if (parts.length > 1) {
        assertThat(catalogue.get(parts[0])).as(place).contains(parts[1]);
      }
    }
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              String name = place + "." + property.getKey();
              boolean leaf =
                  !property.getValue().has("properties")
                      && !property.getValue().has("items")
                      && !property.getValue().has("oneOf");
              if (leaf
                  && !property.getValue().has("x-cgck-metric")
                  && !exempt.contains(property.getKey())) {
                without.add(name);
              }
              check(name, property.getValue(), catalogue, exempt, without);
            });
    schema.path("oneOf").forEach(each -> check(place, each, catalogue, exempt, without));
    if (schema.has("items")) {
      check(place + "[]", schema.path("items"), catalogue, exempt, without);
    }
  }

  @Test
  void aProcessIsAsItsSeriesShowIt() throws Exception {
    withProcesses();
    JsonNode process = site.described("/api/v1/processes/13", 200);

    assertThat(process.path("comm").asText()).isEqualTo("sh");
    assertThat(process.path("cgroup").asText()).isEqualTo("/sub2");
    assertThat(process.path("ns_cgroup").asText()).isEqualTo("/../sub2");
    assertThat(process.path("cgroup_ns").asLong()).isEqualTo(PRIVATE);
    assertThat(process.path("outside").asBoolean()).isTrue();
    assertThat(process.path("stale_mount").isNull()).isTrue();
    assertThat(process.path("snapshot_time").asText()).isEqualTo("2026-01-02T03:04:10Z");
  }

  @Test
  void whatMetricsLeaveOutIsNotToBeHad() throws Exception {
    withProcesses();

    assertThat(pids("/api/v1/processes")).containsExactly(10, 11, 13, 14);
    assertThat(site.described("/api/v1/processes/12", 404).path("detail").asText())
        .contains("leaves it out");
    JsonNode moves = site.described("/api/v1/moves", 200);
    assertThat(moves.path("moves").findValuesAsText("pid")).containsExactly("11");
    assertThat(moves.path("withheld").asInt()).isEqualTo(1);
    for (String path : description.paths()) {
      if (!path.endsWith("/stream")) {
        assertThat(new String(site.get(path.replace("{pid}", "12")).body(), UTF_8))
            .doesNotContain("secretary");
      }
    }
    assertThat(site.described("/api/v1/status", 200).at("/processes/excluded").asInt())
        .isEqualTo(1);
    // Aggregates cover all, as those of the metrics do.
    assertThat(
            site.described("/api/v1/cgroups?cgroup=/out", 200).at("/cgroups/0/processes").asInt())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "comm=nginx|10 11",
        "comm=regex:ngi.x|10 11",
        "cgroup=/system.slice/**|10 14",
        "unit=nginx.service|10",
        "container=0123456789ab|14",
        "cgroup_namespace=private|13",
        "namespace=4026532000|13",
        "expectation=web|10 11",
        "state=violated|11",
        "expectation=web&state=met|10",
        "outside=true|13",
        "outside=false|''",
        "comm=nginx&sort=-pid|11 10",
        "sort=oddness|11 13 10 14",
        "sort=comm|14 10 11 13",
        "limit=2|10 11",
        "offset=3&limit=2|14"
      })
  void filtersOrdersAndPages(String query, String pids) throws Exception {
    withProcesses();

    assertThat(pids("/api/v1/processes?" + query).stream().map(String::valueOf))
        .containsExactlyElementsOf(pids.isEmpty() ? List.of() : List.of(pids.split(" ")));
  }

  private List<Integer> pids(String path) throws Exception {
    List<Integer> pids = new ArrayList<>();
    site.described(path, 200)
        .path("processes")
        .forEach(process -> pids.add(process.path("pid").asInt()));
    return pids;
  }

  @Test
  void anExpectationNamesWhoViolatesIt() throws Exception {
    withProcesses();
    JsonNode expectations = site.described("/api/v1/expectations", 200).path("expectations");
    JsonNode web = expectations.get(expectations.size() - 1);

    assertThat(web.path("expectation").asText()).isEqualTo("web");
    assertThat(web.path("processes").toString())
        .isEqualTo("{\"met\":1,\"pending\":0,\"violated\":1,\"unknown\":0}");
    assertThat(web.at("/violations/0").toString())
        .isEqualTo(
            "{\"pid\":11,\"comm\":\"nginx\",\"expected\":\"/system.slice/nginx.service\","
                + "\"actual\":\"/user.slice\",\"severity\":\"critical\"}");
  }

  @Test
  void anUnknownParameterNamesTheNearest() throws Exception {
    withProcesses();
    JsonNode problem = site.described("/api/v1/processes?com=x&stat=y&zzzzzz=1", 400);

    assertThat(problem.path("title").asText()).isEqualTo("Bad Request");
    assertThat(problem.path("instance").asText()).isEqualTo("/api/v1/processes");
    assertThat(problem.path("parameters").findValuesAsText("reason"))
        .contains("is unknown; did you mean comm?", "is unknown; did you mean state?")
        .anySatisfy(reason -> assertThat(reason).startsWith("is unknown; there are comm, cgroup"));
    assertThat(site.described("/api/v1/status?x=1", 400).path("detail").asText())
        .isEqualTo("the parameter x is unknown; there are no parameters here");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/",
        "/api/v1/statu",
        "/api/v1/status/",
        "/api/v1/processes/",
        "/api/v1/processes/0",
        "/api/v1/processes/01",
        "/api/v1/processes/1x",
        "/api/v1/processes/-1",
        "/api/v1/processes/9999999999",
        "/api/v1/processes/1/2"
      })
  void otherPathsAreProblems(String path) throws Exception {
    withProcesses();
    HttpResponse<byte[]> response = site.get(path);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    JsonNode problem = new ObjectMapper().readTree(response.body());
    assertThat(problem.path("status").asInt()).isEqualTo(404);
    assertThat(problem.path("detail").asText()).contains("processes/PID", "openapi.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"})
  void nothingCanBeChanged(String method) throws Exception {
    HttpResponse<byte[]> response = site.send(method, "/api/v1/status");

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD");
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  @Test
  void beforeTheFirstScanThereIsNothingThatCouldBeMistaken() throws Exception {
    for (String path : description.paths()) {
      if (!path.endsWith("/stream") && !path.endsWith("openapi.json")) {
        site.described(path.replace("{pid}", "1"), 503);
        assertThat(site.get(path.replace("{pid}", "1")).headers().firstValue("Retry-After"))
            .isPresent();
      }
    }
  }

  @Test
  void whoHasAnAnswerDoesNotGetItAgainUntilTheNextScan() throws Exception {
    withProcesses();
    String tag = site.get("/api/v1/processes").headers().firstValue("ETag").orElseThrow();

    assertThat(site.get("/api/v1/processes", "If-None-Match", tag).statusCode()).isEqualTo(304);
    site.scan(Sketch.snapshot(NOW.plusSeconds(10), process(10, "nginx", "/x")));
    assertThat(site.get("/api/v1/processes", "If-None-Match", tag).statusCode()).isEqualTo(200);
  }

  @Test
  void answersAreCompressedAndHaveAHead() throws Exception {
    withProcesses();
    HttpResponse<byte[]> plain = site.get("/api/v1/processes");
    HttpResponse<byte[]> zipped = site.get("/api/v1/processes", "Accept-Encoding", "gzip");
    HttpResponse<byte[]> head = site.send("HEAD", "/api/v1/processes");

    assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes())
        .isEqualTo(plain.body());
    assertThat(plain.headers().firstValue("Cache-Control")).hasValue("no-cache");
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("Content-Length"))
        .isEqualTo(Optional.of("" + plain.body().length));
    assertThat(head.headers().firstValue("ETag")).isEqualTo(plain.headers().firstValue("ETag"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)",
        "\"},{\"pid\":1",
        "a\nb\r\tc",
        "\u0000\u001b[31m",
        "\u2028\u202e\ufeff",
        "\\xff\\",
        "😀é"
      })
  void namesOfAttackersAreNamesAndNothingMore(String name) throws Exception {
    site.scan(Sketch.snapshot(NOW, process(10, name, "/" + name)));
    site.scan(Sketch.snapshot(NOW, process(10, name, "/" + name + "/there")));

    JsonNode process = site.described("/api/v1/processes", 200).at("/processes/0");
    assertThat(process.path("comm").asText()).isEqualTo(name);
    assertThat(process.path("cgroup").asText()).isEqualTo("/" + name + "/there");
    assertThat(site.described("/api/v1/processes?comm=" + encoded(name.replace("*", "")), 200))
        .isNotNull();
    assertThat(site.described("/api/v1/moves", 200).at("/moves/0/from").asText())
        .isEqualTo("/" + name);
    assertThat(site.described("/api/v1/cgroups", 200).at("/cgroups/0/cgroup").asText())
        .isEqualTo("/" + name + "/there");
  }

  @Test
  void malformedParametersAreAProblem() throws Exception {
    withProcesses();
    try (Socket socket = new Socket()) {
      socket.connect(site.address());
      socket
          .getOutputStream()
          .write(
              "GET /api/v1/processes?comm=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(UTF_8));
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 400 ");
    }
  }

  static Stream<String> patternsOfAttackers() {
    return Stream.of(
        // A million instructions, a hundred megabytes.
        "comm=" + encoded("regex:(" + "x".repeat(480) + "){1000}"),
        "comm=" + encoded("regex:" + "a?".repeat(300)),
        "unit=" + encoded("regex:(a{100}){900}"),
        "container=" + encoded("regex:((a{50}){50}){50}"),
        "cgroup=" + encoded("/**".repeat(300)),
        "comm=" + encoded("*a".repeat(100)));
  }

  @ParameterizedTest
  @MethodSource("patternsOfAttackers")
  void patternsThatAreTooLargeAreRefused(String query) throws Exception {
    withProcesses();

    JsonNode problem = site.described("/api/v1/processes?" + query, 400);

    assertThat(problem.at("/parameters/0/name").asText())
        .isEqualTo(query.substring(0, query.indexOf('=')));
    assertThat(problem.at("/parameters/0/reason").asText()).contains("write ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "regex:/sub[0-9a-f]{1,8}(-[0-9a-f]{4}){0,3}(-[0-9a-f]{12})?",
        "regex:\\x{2f}\\x{73}\\x{75}\\x{62}\\x{32}",
        "/**/sub*"
      })
  void patternsThatPeopleWriteAreNot(String pattern) throws Exception {
    withProcesses();

    JsonNode answer = site.described("/api/v1/processes?cgroup=" + encoded(pattern), 200);

    assertThat(answer.path("total").asInt()).isEqualTo(1);
  }

  @Test
  void pagesOfMovesFollowEachOtherWhileNewOnesCome() throws Exception {
    for (int times = 0; times < 5; times++) {
      site.scan(Sketch.snapshot(NOW.plusSeconds(times), process(10, "sh", "/" + times)));
    }
    JsonNode first = site.described("/api/v1/moves?limit=2", 200);
    assertThat(first.path("moves").findValuesAsText("to")).containsExactly("/4", "/3");

    site.scan(Sketch.snapshot(NOW.plusSeconds(9), process(10, "sh", "/9")));

    String last = first.at("/moves/1/id").asText();
    assertThat(
            site.described("/api/v1/moves?limit=2&before=" + last, 200)
                .path("moves")
                .findValuesAsText("to"))
        .containsExactly("/2", "/1");
    assertThat(site.described("/api/v1/moves?before=6-99", 200).path("total").asInt()).isZero();
    site.described("/api/v1/moves?before=7", 400);
  }

  /** Of one pattern and one name each is small enough; together they are not. */
  @Test
  void whoMakesManyLongNamesMatchIsToldToWriteLess() throws Exception {
    Sketch[] processes = new Sketch[1500];
    for (int index = 0; index < processes.length; index++) {
      processes[index] = process(index + 1, "sh", "/" + "a".repeat(4000) + index);
    }
    site.scan(Sketch.snapshot(NOW, processes));
    String query = "?cgroup=" + encoded("regex:/(" + "a?".repeat(240) + ")*b");

    long begin = System.nanoTime();
    for (String path : List.of("processes", "cgroups")) {
      assertThat(site.described("/api/v1/" + path + query, 503).path("detail").asText())
          .contains("write simpler ones");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void aPageOfLongNamesIsShorterAndTheNextOneGoesOn() throws Exception {
    String name = "/" + "x".repeat(4000);
    Sketch[] processes = new Sketch[300];
    for (int index = 0; index < processes.length; index++) {
      processes[index] = process(index + 1, "sh", name).namespace(PRIVATE, "/.." + name);
    }
    site.scan(Sketch.snapshot(NOW, processes));

    JsonNode first = site.described("/api/v1/processes?limit=1000", 200);
    assertThat(first.path("total").asInt()).isEqualTo(300);
    assertThat(first.path("processes").size()).isBetween(100, 200);
    assertThat(first.path("next_offset").asInt()).isEqualTo(first.path("processes").size());
    JsonNode second =
        site.described("/api/v1/processes?limit=1000&offset=" + first.path("next_offset"), 200);
    assertThat(second.at("/processes/0/pid").asInt()).isEqualTo(first.path("processes").size() + 1);
  }

  /** Answers stay in memory until they are taken; the kernel takes the first few. */
  @Test
  void clientsThatDoNotReadTakeAllTurnsAndGiveThemBackWhenTheyGo() throws Exception {
    Sketch[] processes = new Sketch[1000];
    for (int index = 0; index < processes.length; index++) {
      processes[index] = process(index + 1, "sh", "/" + "x".repeat(1000));
    }
    site.scan(Sketch.snapshot(NOW, processes));
    List<Socket> idle = new ArrayList<>();
    try {
      while (site.get("/api/v1/status").statusCode() == 200) {
        assertThat(idle).hasSizeLessThan(50);
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(site.address());
        idle.add(socket);
        socket
            .getOutputStream()
            .write(
                "GET /api/v1/processes?limit=1000 HTTP/1.1\r\nHost: x\r\n\r\n"
                    .repeat(10)
                    .getBytes(UTF_8));
        // Until it waits for its client.
        Thread.sleep(200);
      }
      assertThat(idle).hasSizeGreaterThanOrEqualTo(8);
      assertThat(site.described("/api/v1/status", 503).path("detail").asText())
          .contains("ask again");
      assertThat(site.get("/metrics").statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
    long end = System.nanoTime() + ApiSite.PATIENCE.toNanos();
    while (site.get("/api/v1/status").statusCode() != 200) {
      assertThat(System.nanoTime()).isLessThan(end);
    }
  }
}

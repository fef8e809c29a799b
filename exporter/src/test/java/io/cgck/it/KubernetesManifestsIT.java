package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.cgck.lab.CgckCommand;
import io.cgck.lab.Command.Outcome;
import io.cgck.lab.Judge;
import io.cgck.lab.KubernetesObject;
import io.cgck.lab.KubernetesTools;
import io.cgck.lab.KubernetesTools.Helm;
import io.cgck.lab.ShippedRules;
import io.cgck.lab.Suite;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What deploy/kubernetes has, by the judgement of kubectl, Helm, types and schemas. */
class KubernetesManifestsIT {
  private static final Path KUBERNETES = Path.of("../deploy/kubernetes").toAbsolutePath();
  private static final Path BASE = KUBERNETES.resolve("base");
  private static final Path OPERATOR = KUBERNETES.resolve("overlays/prometheus-operator");
  private static final Path CHART = KUBERNETES.resolve("helm/cgck-exporter");
  private static final String REPOSITORY = "image.repository=registry.example.org/cgck-exporter";
  private static final Pattern QUERIES = Pattern.compile("(?s)```promql\n(.*?)```");

  /** Labels that only one of Helm and Kustomize writes. */
  private static final List<String> OF_HELM =
      List.of("helm.sh/chart", "app.kubernetes.io/managed-by", "app.kubernetes.io/version");

  private final KubernetesTools tools = KubernetesTools.ofTheBuild();

  @TempDir private Path directory;

  private static Stream<String> kustomizations() throws Exception {
    try (Stream<Path> overlays = Files.list(KUBERNETES.resolve("overlays"))) {
      List<String> all = new ArrayList<>(List.of("base"));
      overlays.forEach(overlay -> all.add("overlays/" + overlay.getFileName()));
      return all.stream();
    }
  }

  private static Stream<String> components() throws Exception {
    try (Stream<Path> components = Files.list(KUBERNETES.resolve("components"))) {
      return components.map(component -> component.getFileName().toString()).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("kustomizations")
  void kustomizationsAreGood(String name) {
    assertGood(tools.kustomized(KUBERNETES.resolve(name)));
  }

  @ParameterizedTest
  @MethodSource("components")
  void componentsFitTheBase(String name) throws Exception {
    assertGood(withComponents(List.of(name)));
  }

  @Test
  void componentsFitTogether() throws Exception {
    assertGood(withComponents(components().filter(name -> !name.equals("privileged")).toList()));
  }

  private List<KubernetesObject> withComponents(List<String> names) throws Exception {
    StringBuilder text = new StringBuilder("resources: [base]\ncomponents:\n");
    names.forEach(name -> text.append("  - components/").append(name).append('\n'));
    for (String part : List.of("base", "components")) {
      copy(KUBERNETES.resolve(part), directory.resolve(part));
    }
    Files.writeString(directory.resolve("kustomization.yaml"), text);
    return tools.kustomized(directory);
  }

  /** Kustomize refuses absolute paths. */
  private static void copy(Path from, Path to) throws Exception {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theChartIsGood(Helm version) {
    Outcome lint = tools.helm(version, "lint", "--strict", CHART.toString(), "--set", REPOSITORY);

    assertThat(lint.exitCode()).as(lint.toString()).isZero();
    assertGood(rendered(version, "{}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{podMonitor: {enabled: true, labels: {release: x}, interval: 1m, scrapeTimeout: 20s},"
            + " prometheusRule: {enabled: true, labels: {release: x}}}",
        "{securityContext: {privileged: true, seLinuxOptions: {type: spc_t}}, hostPID: false}",
        "{tracing: {enabled: true}, networkPolicy: {enabled: false}, nameOverride: other,"
            + " commonLabels: {cost: platform}, podLabels: {a: b}, podAnnotations: {c: d}}",
        "{serviceAccount: {create: false, name: its}, imagePullSecrets: [{name: registry}],"
            + " nodeSelector: {pool: web}, priorityClassName: '', javaOptions: '-Xmx512m -Xlog:gc',"
            + " tolerations: [{key: a, operator: Equal, value: b, effect: NoSchedule}]}",
        "{affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution:"
            + " {nodeSelectorTerms: [{matchExpressions: [{key: x, operator: DoesNotExist}]}]}}},"
            + " updateStrategy: {type: OnDelete, rollingUpdate: null},"
            + " resources: {limits: {cpu: 1, memory: 1Gi}}, extraArgs: [--web.telemetry-path=/m],"
            + " log: {level: debug, format: json}, podMonitor: {enabled: true}}",
        "{webConfig: {secret: cgck-web}, podMonitor: {enabled: true, scheme: https,"
            + " tlsConfig: {ca: {secret: {name: ca, key: ca.crt}}, serverName: cgck},"
            + " basicAuth: {username: {name: u, key: user}, password: {name: u, key: pass}}}}",
        "{image: {digest: 'sha256:"
            + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'},"
            + " config: {expectations: [{name: a, match: {comm: x}, expect: {cgroup: /a/**}}]}}",
      })
  void theChartIsGoodWithOtherValues(String values) {
    assertGood(rendered(Helm.HELM_3, values));
    assertThat(rendered(Helm.HELM_4, values)).isEqualTo(rendered(Helm.HELM_3, values));
  }

  @Test
  void valuesReachWhatTheyAreFor() {
    List<KubernetesObject> objects =
        rendered(
            Helm.HELM_3,
            """
            image: {tag: v1}
            javaOptions: -Xmx512m
            extraArgs: [--web.telemetry-path=/m]
            tracing: {enabled: true}
            securityContext: {seLinuxOptions: {type: spc_t}}
            podMonitor: {enabled: true}
            prometheusRule: {enabled: true, recording: false, runbookUrl: "https://w.example.org/R.md"}
            """);
    PodSpec pod = pod(objects);
    Container exporter = pod.getContainers().getFirst();

    assertThat(exporter.getImage()).isEqualTo("registry.example.org/cgck-exporter:v1");
    assertThat(exporter.getEnv())
        .extracting(variable -> variable.getName() + "=" + variable.getValue())
        .containsExactly("JDK_JAVA_OPTIONS=-Xmx512m");
    assertThat(exporter.getArgs()).endsWith("--web.telemetry-path=/m");
    assertThat(exporter.getSecurityContext().getSeLinuxOptions().getType()).isEqualTo("spc_t");
    assertThat(exporter.getSecurityContext().getCapabilities().getAdd())
        .as("what is set is merged into what was there")
        .contains("SYS_ADMIN");
    assertThat(pod.getVolumes()).extracting("name").contains("tracing");
    assertThat(
            one(objects, "PodMonitor", "cgck-exporter")
                .as(PodMonitor.class)
                .getSpec()
                .getPodMetricsEndpoints()
                .getFirst()
                .getPath())
        .isEqualTo("/m");
    assertThat(names(objects, "PrometheusRule")).containsExactly("cgck-exporter-alerts");
    assertThat(one(objects, "PrometheusRule", "cgck-exporter-alerts").toString())
        .contains("https://w.example.org/R.md#cgckreloadfailed")
        .doesNotContain("RUNBOOK.md");
  }

  /** The kubelet has no certificate and no password, and Prometheus has what it is given. */
  @Test
  void aWebConfigurationReachesTheExporterItsProbesAndPrometheus() {
    List<KubernetesObject> objects =
        rendered(
            Helm.HELM_3,
            """
            webConfig: {secret: cgck-web}
            podMonitor:
              enabled: true
              scheme: https
              tlsConfig: {serverName: cgck}
            """);
    PodSpec pod = pod(objects);
    Container exporter = pod.getContainers().getFirst();

    assertThat(exporter.getArgs()).contains("--web.config.file=/etc/cgck-web/web.yml");
    assertThat(pod.getVolumes())
        .filteredOn(volume -> volume.getName().equals("web-config"))
        .singleElement()
        .satisfies(volume -> assertThat(volume.getSecret().getSecretName()).isEqualTo("cgck-web"));
    assertThat(exporter.getVolumeMounts()).extracting("mountPath").contains("/etc/cgck-web");
    assertThat(
            List.of(
                exporter.getStartupProbe(),
                exporter.getLivenessProbe(),
                exporter.getReadinessProbe()))
        .allSatisfy(
            probe -> {
              assertThat(probe.getHttpGet()).isNull();
              assertThat(probe.getTcpSocket()).isNotNull();
            });
    assertThat(
            one(objects, "PodMonitor", "cgck-exporter")
                .as(PodMonitor.class)
                .getSpec()
                .getPodMetricsEndpoints()
                .getFirst())
        .satisfies(
            endpoint -> {
              assertThat(endpoint.getScheme()).hasToString("https");
              assertThat(endpoint.getTlsConfig().getServerName()).isEqualTo("cgck");
            });
  }

  @Test
  void theChartSaysWhereAnImageIsNeeded() {
    for (Helm version : Helm.values()) {
      Outcome outcome = tools.helm(version, "template", "cgck-exporter", CHART.toString());

      assertThat(outcome.exitCode()).isNotZero();
      assertThat(outcome.stderr())
          .contains("push the image to a registry of yours", "--set image.repository=");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {imagee: {}}                                        | imagee
          {image: {tags: x}}                                  | tags
          {image: {tag: 1.5}}                                 | tag
          {image: {pullPolicy: Sometimes}}                    | pullPolicy
          {image: {digest: 'sha256:abc'}}                     | digest
          {config: {scann: {}}}                               | scann
          {config: 'scan: {interval: 5s}'}                    | config
          {autoReloadInterval: 10}                            | autoReloadInterval
          {log: {level: trace}}                               | level
          {extraArgs: '--log.level=debug'}                    | extraArgs
          {extraArgs: [serve]}                                | extraArgs
          {hostPID: 'yes'}                                    | hostPID
          {tracing: {enable: true}}                           | enable
          {securityContext: {privilegd: true}}                | privilegd
          {securityContext: {runAsUser: root}}                | runAsUser
          {securityContext: {capabilities: {add: SYS_ADMIN}}} | add
          {resources: {limit: {memory: 1Gi}}}                 | limit
          {resources: {limits: {memory: 1 GB}}}               | memory
          {tolerations: {operator: Exists}}                   | tolerations
          {tolerations: [{operator: Exist}]}                  | operator
          {updateStrategy: {type: Rolling}}                   | type
          {networkPolicy: {namespace: monitoring}}            | namespace
          {podMonitor: {enabled: 'true'}}                     | enabled
          {podMonitor: {interval: 30}}                        | interval
          {podMonitor: {scrapeTimeout: soon}}                 | scrapeTimeout
          {podMonitor: {scheme: tls}}                         | scheme
          {webConfig: {secret: Web_Config}}                   | secret
          {prometheusRule: {runbookUrl: RUNBOOK.md}}          | runbookUrl
          """)
  void wrongValuesAreRefused(String values, String what) throws Exception {
    for (Helm version : Helm.values()) {
      Outcome outcome = template(version, values);

      assertThat(outcome.exitCode()).as(values).isNotZero();
      assertThat(outcome.stderr())
          .contains("values don't meet the specifications of the schema")
          .contains(what);
    }
  }

  /** What the chart itself takes, that is all but what Kubernetes defines. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "image",
        "log",
        "tracing",
        "webConfig",
        "serviceAccount",
        "networkPolicy",
        "podMonitor",
        "prometheusRule"
      })
  void schemaAndValuesNameTheSame(String section) throws Exception {
    JsonNode schema = schema();
    KubernetesObject values =
        KubernetesObject.parse(Files.readString(CHART.resolve("values.yaml"))).getFirst();
    boolean top = section.isEmpty();
    List<String> inSchema = new ArrayList<>();
    (top ? schema : schema.at("/properties/" + section))
        .get("properties")
        .fieldNames()
        .forEachRemaining(inSchema::add);

    assertThat(inSchema)
        .filteredOn(key -> !key.equals("global"))
        .containsExactlyInAnyOrderElementsOf(
            (top ? values.content() : values.at(section)).keySet());
  }

  /** Whatever names keys refuses all others. */
  @Test
  void theSchemaIsClosed() throws Exception {
    List<JsonNode> naming = new ArrayList<>();
    namingKeys(schema(), naming);

    assertThat(naming).hasSizeGreaterThan(10);
    assertThat(naming)
        .allSatisfy(
            node -> assertThat(node.path("additionalProperties")).isEqualTo(BooleanNode.FALSE));
  }

  private static void namingKeys(JsonNode node, List<JsonNode> found) {
    if (node.path("properties").isObject() && node.has("type")) {
      found.add(node);
    }
    node.forEach(child -> namingKeys(child, found));
  }

  private static JsonNode schema() throws Exception {
    return new ObjectMapper().readTree(CHART.resolve("values.schema.json").toFile());
  }

  /** Two ways to the same objects must not drift apart. */
  @Test
  void helmAndKustomizeAgree() {
    Map<String, Object> kustomized = comparable(tools.kustomized(OPERATOR));
    kustomized.remove("Namespace cgck");

    assertThat(
            comparable(
                rendered(
                    Helm.HELM_4, "{podMonitor: {enabled: true}, prometheusRule: {enabled: true}}")))
        .isEqualTo(kustomized);
  }

  /** By kind and name, without what only one of the two writes. */
  private static Map<String, Object> comparable(List<KubernetesObject> objects) {
    Map<String, Object> all = new TreeMap<>();
    for (KubernetesObject object : objects) {
      object.at("metadata", "labels").keySet().removeAll(OF_HELM);
      if (object.kind().equals("ConfigMap")) {
        // Helm writes no comments.
        object.at("data").replaceAll((name, text) -> KubernetesObject.parse(text.toString()));
      }
      all.put(object.kind() + " " + object.name(), object.content());
    }
    return all;
  }

  @Test
  void thePackagedChartIsWhole() {
    Outcome packaged =
        tools.helm(Helm.HELM_3, "package", CHART.toString(), "--destination", directory.toString());
    assertThat(packaged.exitCode()).as(packaged.toString()).isZero();

    String everything = "podMonitor.enabled=true,prometheusRule.enabled=true," + REPOSITORY;
    Outcome fromArchive =
        tools.helm(
            Helm.HELM_3,
            "template",
            directory.resolve("cgck-exporter-0.1.0.tgz").toString(),
            "--set",
            everything);
    Outcome fromFolder = tools.helm(Helm.HELM_3, "template", CHART.toString(), "--set", everything);

    assertThat(fromArchive.stdout()).isEqualTo(fromFolder.stdout()).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void rulesOfTheOperatorAreThoseOfPrometheus(Suite suite) throws Exception {
    List<KubernetesObject> objects = tools.kustomized(OPERATOR);
    List<String> inObjects = new ArrayList<>();
    for (String name : names(objects, "PrometheusRule")) {
      Map<String, Object> spec = one(objects, "PrometheusRule", name).at("spec");
      // JSON is YAML too.
      Path file = directory.resolve(name + ".yml");
      Files.writeString(file, new ObjectMapper().writeValueAsString(spec));
      Outcome outcome = Judge.promtool(suite, "check", "rules", file.toString());
      assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
      for (Map<String, Object> group : ShippedRules.maps(spec.get("groups"))) {
        ShippedRules.maps(group.get("rules"))
            .forEach(rule -> inObjects.add(rule.get("expr").toString()));
      }
    }

    assertThat(inObjects)
        .containsExactlyInAnyOrderElementsOf(
            ShippedRules.all().stream().map(ShippedRules.Rule::expression).toList());
  }

  /** The alerts on the exporter itself go by the job that a relabeling writes. */
  @Test
  void theJobIsThatOfTheAlerts() {
    List<String> jobs =
        one(tools.kustomized(OPERATOR), "PodMonitor", "cgck-exporter")
            .as(PodMonitor.class)
            .getSpec()
            .getPodMetricsEndpoints()
            .getFirst()
            .getRelabelings()
            .stream()
            .filter(relabeling -> "job".equals(relabeling.getTargetLabel()))
            .map(relabeling -> relabeling.getReplacement())
            .toList();

    assertThat(jobs).hasSize(1);
    assertThat(ShippedRules.alerts())
        .filteredOn(alert -> alert.expression().contains("job=\""))
        .isNotEmpty()
        .allMatch(alert -> alert.expression().contains("job=\"" + jobs.getFirst() + "\""));
  }

  /** Debian's Prometheus 2.42 is built without Kubernetes. */
  @ParameterizedTest
  @EnumSource(names = "MACHINE", mode = EnumSource.Mode.EXCLUDE)
  void aPrometheusWithoutTheOperatorFindsThePods(Suite suite) {
    Outcome outcome =
        Judge.promtool(
            suite,
            "check",
            "config",
            "--syntax-only",
            KUBERNETES.resolve("prometheus-scrape.yml").toString());

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void joinsPassTheirTests(Suite suite) {
    Outcome outcome =
        Judge.promtool(
            suite, "test", "rules", KUBERNETES.resolve("tests/joins.test.yml").toString());

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
  }

  @Test
  void joinsOfTheGuideAreTested() throws Exception {
    String tests = squeezed(Files.readString(KUBERNETES.resolve("tests/joins.test.yml")));
    List<String> queries =
        QUERIES
            .matcher(Files.readString(KUBERNETES.resolve("README.md")))
            .results()
            .map(match -> match.group(1).replaceAll("(?m)^#.*$", ""))
            .map(KubernetesManifestsIT::squeezed)
            .toList();

    assertThat(queries)
        .hasSizeGreaterThan(1)
        .allSatisfy(query -> assertThat(tests).contains(query));
  }

  private static String squeezed(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  @ParameterizedTest
  @MethodSource("kustomizations")
  void configurationsAreValid(String name) throws Exception {
    assertThatCgckTakes(configuration(tools.kustomized(KUBERNETES.resolve(name))));
  }

  @Test
  void theConfigurationOfTheChartIsValid() throws Exception {
    assertThatCgckTakes(configuration(rendered(Helm.HELM_4, "{}")));
  }

  private void assertThatCgckTakes(String configuration) throws Exception {
    Path file = Files.writeString(directory.resolve("cgck.yml"), configuration);
    Outcome outcome = CgckCommand.ofTheBuild().run("check-config", file.toString());
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
  }

  private static String configuration(List<KubernetesObject> objects) {
    return Objects.requireNonNull(
        one(objects, "ConfigMap", "cgck-exporter").as(ConfigMap.class).getData().get("cgck.yml"));
  }

  @Test
  void versionsAreThatOfTheBuild() throws Exception {
    String version = System.getProperty("cgck.version");
    Map<String, Object> chart =
        KubernetesObject.parse(Files.readString(CHART.resolve("Chart.yaml"))).getFirst().content();

    assertThat(chart).containsEntry("appVersion", version);
    assertThat(version).startsWith(chart.get("version").toString());
    assertThat(pod(tools.kustomized(BASE)).getContainers().getFirst().getImage())
        .endsWith(":" + version);
  }

  /** Judges that find nothing wrong in anything would prove nothing. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          readOnlyRootFilesystem:   | readOnlyRootFileSystem:   | readOnlyRootFileSystem
          failureThreshold: 30      | failureTreshold: 30       | failureTreshold
          containerPort: 10065      | containerPort: "10065"    | containerPort
          hostPID: true             | hostPid: true             | hostPid
          hostPID: true             | hostPID: "true"           | hostPID
          kubernetes.io/os: linux   | kubernetes.io/os: 1       | nodeSelector
          namespaceSelector:        | nameSpaceSelector:        | nameSpaceSelector
          podMetricsEndpoints:      | podMetricEndpoints:       | podMetricEndpoints
          sourceLabels:             | sourceLabel:              | sourceLabel
          expr: cgck_collector      | exp: cgck_collector       | exp
          """)
  void whatIsMisspeltIsFound(String right, String wrong, String where) {
    String text = tools.kustomize(OPERATOR).stdout();
    assertThat(text).contains(right);

    assertThatThrownBy(() -> typed(KubernetesObject.parse(text.replace(right, wrong))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(where);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          action: labeldrop | action: labelremove | relabelings/3/action
          interval: 30s     | interval: thirty    | interval
          for: 15m          | for: 15 minutes     | for
          template:         | templates:          | template
          """)
  void whatTheSchemasForbidIsFound(String right, String wrong, String where) {
    String text = tools.kustomize(OPERATOR).stdout();
    assertThat(text).contains(right);

    assertThat(tools.schemaProblems(KubernetesObject.parse(text.replace(right, wrong))))
        .isNotEmpty()
        .allMatch(problem -> problem.contains(where));
  }

  private void assertGood(List<KubernetesObject> objects) {
    assertThat(objects).isNotEmpty();
    typed(objects);
    assertThat(tools.schemaProblems(objects)).isEmpty();
  }

  private static void typed(List<KubernetesObject> objects) {
    objects.forEach(KubernetesObject::typed);
  }

  private List<KubernetesObject> rendered(Helm version, String values) {
    Outcome outcome = template(version, values);
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    return KubernetesObject.parse(outcome.stdout());
  }

  private Outcome template(Helm version, String values) {
    try {
      Path file = Files.writeString(directory.resolve("values.yaml"), values);
      return tools.helm(
          version,
          "template",
          "cgck-exporter",
          CHART.toString(),
          "--namespace=cgck",
          "--set",
          REPOSITORY,
          "--values",
          file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PodSpec pod(List<KubernetesObject> objects) {
    return one(objects, "DaemonSet", "cgck-exporter")
        .as(DaemonSet.class)
        .getSpec()
        .getTemplate()
        .getSpec();
  }

  private static List<String> names(List<KubernetesObject> objects, String kind) {
    return objects.stream()
        .filter(object -> object.kind().equals(kind))
        .map(KubernetesObject::name)
        .toList();
  }

  private static KubernetesObject one(List<KubernetesObject> objects, String kind, String name) {
    return objects.stream()
        .filter(object -> object.kind().equals(kind) && object.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " " + name + " in " + objects));
  }
}

package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgck.lab.Dashboard;
import io.cgck.lab.DashboardPanel;
import io.cgck.lab.DashboardPanel.Target;
import io.cgck.lab.DashboardVariable;
import io.cgck.lab.PromqlCatalogue;
import io.cgck.lab.PromqlNames;
import io.cgck.lab.ShippedRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of deploy/grafana by themselves: what can be said of them without a Prometheus. */
class ShippedDashboardsIT {
  private static final String FIX =
      "mvn verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dit.test=ShippedDashboardsIT -Dformat=fix";

  /** What Grafana itself knows beside a dashboard's own variables. */
  private static final Pattern BUILT_IN =
      Pattern.compile(
          "__(?:rate_interval|all|interval|range|url_time_range|data|field|value)|\\d+");

  private static final Pattern DASHBOARD = Pattern.compile("^/d/([\\w-]+)/");
  private static final Pattern SET_VARIABLE =
      Pattern.compile("[?&](?:var-(\\w+)=|\\$\\{(\\w+):queryparam\\})");
  private static final Pattern ANCHOR = Pattern.compile("\\$\\{runbook\\}#(\\w*)");

  /** How a query begins whose answer does not grow with the hosts, or is cut. */
  private static final Pattern BOUNDED =
      Pattern.compile("^(?:topk\\(\\d+,|(?:sum|count|max|min|avg|histogram_quantile)\\b)");

  private static final Pattern BY_HOST =
      Pattern.compile("^\\w+ by \\([^)]*\\b(?:instance|pid|comm)\\b");

  /** Names in the selectors and in the relabeling of deploy/SCALING.md, "One place for all". */
  private static final Pattern FEDERATED = Pattern.compile("__name__=~\"([^\"]+)\"");

  private static final Pattern WRITTEN =
      Pattern.compile("write_relabel_configs:[^\"]*regex: \"([^\"]+)\"");

  private static final Pattern PROVISIONED = Pattern.compile("(?m)^      path: (/.*)$");

  private static final Set<String> ALSO_METRICS =
      Set.of(
          "ALERTS",
          "scrape_duration_seconds",
          "scrape_samples_scraped",
          "scrape_series_added",
          "process_cpu_seconds_total",
          "process_resident_memory_bytes",
          "jvm_memory_used_bytes");

  private static final Set<String> ALSO_LABELS = Set.of("alertname", "alertstate", "area", "le");

  @ParameterizedTest
  @MethodSource("files")
  void keysAreInOrder(Path file) throws Exception {
    String canonical = Dashboard.read(file).canonical();
    if ("fix".equals(System.getProperty("format"))) {
      Files.writeString(file, canonical);
    }

    assertThat(Files.readString(file)).as("mend with: %s", FIX).isEqualTo(canonical);
  }

  @Test
  void areFoundByTheirAddresses() {
    assertThat(Dashboard.shipped())
        .extracting(Dashboard::uid)
        .containsExactlyInAnyOrder(
            "cgck-overview", "cgck-where", "cgck-namespaces", "cgck-exporter");
  }

  /** Where Grafana is told to look is where the guide puts them. */
  @Test
  void areProvisionedFromWhereTheGuidePutsThem() throws Exception {
    String provider =
        Files.readString(Dashboard.DIRECTORY.resolve("provisioning/dashboards/cgck.yml"));
    Matcher path = PROVISIONED.matcher(provider);
    assertThat(path.find()).as(provider).isTrue();

    assertThat(Files.readString(Path.of("../README.md")))
        .contains("install -m 644 deploy/grafana/dashboards/*.json " + path.group(1) + "\n");
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void belongToNoGrafanaYet(Dashboard dashboard) {
    JsonNode json = dashboard.json();

    assertThat(json.has("id")).as("the number that one Grafana gave it").isFalse();
    assertThat(DashboardPanel.strings(json.path("tags"))).contains("cgck");
    assertThat(json.path("schemaVersion").asInt()).isEqualTo(39);
    assertThat(json.findValues("datasource"))
        .isNotEmpty()
        .allSatisfy(
            source ->
                assertThat(source.toString())
                    .isEqualTo("{\"type\":\"prometheus\",\"uid\":\"${datasource}\"}"));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyPanelSaysWhatItShows(Dashboard dashboard) {
    assertThat(dashboard.panels())
        .isNotEmpty()
        .allSatisfy(
            panel -> {
              assertThat(panel.title()).isNotBlank();
              assertThat(panel.json().path("description").asText()).as("description").isNotBlank();
              JsonNode defaults = panel.json().path("fieldConfig").path("defaults");
              assertThat(defaults.path("unit").asText()).as("unit").isNotBlank();
              assertThat(defaults.path("thresholds").path("steps")).as("thresholds").isNotEmpty();
              assertThat(panel.targets()).as("queries").isNotEmpty();
            });
    assertThat(dashboard.panels()).extracting(DashboardPanel::title).doesNotHaveDuplicates();
  }

  /** Each of them within the 24 columns, and none above another. */
  @ParameterizedTest
  @MethodSource("dashboards")
  void panelsHaveTheirOwnPlaces(Dashboard dashboard) {
    Set<String> taken = new TreeSet<>();
    List<String> twice = new ArrayList<>();
    for (DashboardPanel panel : dashboard.panels()) {
      JsonNode place = panel.json().path("gridPos");
      for (int x = place.path("x").asInt(); x < right(place); x++) {
        for (int y = place.path("y").asInt(); y < bottom(place); y++) {
          if (!taken.add(x + "," + y)) {
            twice.add(panel.title());
          }
        }
      }
      assertThat(right(place)).as(panel.title()).isBetween(1, 24);
    }

    assertThat(twice).isEmpty();
    assertThat(dashboard.panels())
        .extracting(panel -> panel.json().path("id").asInt())
        .doesNotHaveDuplicates()
        .doesNotContain(0);
  }

  private static int right(JsonNode place) {
    return place.path("x").asInt() + place.path("w").asInt();
  }

  private static int bottom(JsonNode place) {
    return place.path("y").asInt() + place.path("h").asInt();
  }

  /** A line for each of a thousand hosts, or of their processes, is not to be read. */
  @ParameterizedTest
  @MethodSource("dashboards")
  void noQueryGrowsWithTheHosts(Dashboard dashboard) {
    assertThat(expressions(dashboard))
        .allSatisfy(
            expression ->
                assertThat(expression).containsPattern(BOUNDED).doesNotContainPattern(BY_HOST));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void queriesNameOnlyWhatThereIs(Dashboard dashboard) {
    Stream<String> ofVariables =
        dashboard.variables().stream()
            .flatMap(variable -> variable.query().stream())
            .map(DashboardVariable.LabelValues::series);

    assertThat(Stream.concat(expressions(dashboard).stream(), ofVariables))
        .allSatisfy(
            expression -> {
              PromqlNames names = PromqlNames.of(expression);
              assertThat(names.metrics())
                  .as(expression)
                  .isNotEmpty()
                  .isSubsetOf(union(PromqlCatalogue.metrics(), ALSO_METRICS));
              assertThat(names.labels())
                  .as(expression)
                  .isSubsetOf(union(PromqlCatalogue.labels(), ALSO_LABELS));
            });
  }

  /** What shards hand on to one place is enough for the dashboards that look at all hosts. */
  @ParameterizedTest
  @ValueSource(strings = {"overview", "exporter"})
  void theGuideHandsOnWhatTheyAskFor(String file) throws Exception {
    String guide = Files.readString(Path.of("../deploy/SCALING.md"));
    List<Pattern> federated =
        FEDERATED.matcher(guide).results().map(name -> Pattern.compile(name.group(1))).toList();
    Matcher written = WRITTEN.matcher(guide);
    assertThat(written.find()).isTrue();
    Pattern toWrite = Pattern.compile(written.group(1).replaceAll("\\\\\\n\\s*", ""));

    for (String expression :
        expressions(Dashboard.read(Dashboard.DIRECTORY.resolve("dashboards/" + file + ".json")))) {
      assertThat(PromqlNames.of(expression).metrics())
          .as(expression)
          .allSatisfy(
              name -> {
                assertThat(federated).anyMatch(names -> names.matcher(name).matches());
                assertThat(name).matches(toWrite);
              });
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyVariableThatIsNamedIsThereAndEveryOneIsUsed(Dashboard dashboard) {
    Set<String> declared =
        dashboard.variables().stream().map(DashboardVariable::name).collect(Collectors.toSet());
    Set<String> named =
        DashboardPanel.strings(dashboard.json()).stream()
            .flatMap(text -> DashboardVariable.references(text).stream())
            .filter(name -> !BUILT_IN.matcher(name).matches())
            .collect(Collectors.toSet());

    assertThat(named).isEqualTo(declared);
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void linksLeadToDashboardsAndTheirVariables(Dashboard dashboard) {
    Map<String, Dashboard> byUid =
        Dashboard.shipped().stream().collect(Collectors.toMap(Dashboard::uid, Function.identity()));
    for (String url : urls(dashboard)) {
      Matcher path = DASHBOARD.matcher(url);
      if (path.find()) {
        assertThat(byUid).as(url).containsKey(path.group(1));
        Dashboard target = byUid.getOrDefault(path.group(1), dashboard);
        assertThat(target.variables()).extracting(DashboardVariable::name).containsAll(set(url));
      } else {
        assertThat(url).matches("|\\$\\{runbook\\}(#\\w+)?");
      }
    }
  }

  private static Set<String> set(String url) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = SET_VARIABLE.matcher(url);
    while (matcher.find()) {
      names.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    return names;
  }

  @Test
  void linksLeadToSectionsOfTheRunbook() throws Exception {
    Set<String> sections =
        Files.readAllLines(ShippedRules.file("RUNBOOK.md")).stream()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3).toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    Set<String> linked =
        Dashboard.shipped().stream()
            .flatMap(dashboard -> urls(dashboard).stream())
            .flatMap(url -> ANCHOR.matcher(url).results())
            .map(anchor -> anchor.group(1))
            .collect(Collectors.toSet());

    assertThat(linked).isNotEmpty().isSubsetOf(sections);
  }

  private static List<String> urls(Dashboard dashboard) {
    return dashboard.json().findValuesAsText("url");
  }

  private static List<String> expressions(Dashboard dashboard) {
    return dashboard.panels().stream()
        .flatMap(panel -> panel.targets().stream())
        .map(Target::expression)
        .toList();
  }

  private static Set<String> union(Set<String> some, Set<String> more) {
    Set<String> both = new TreeSet<>(some);
    both.addAll(more);
    return both;
  }

  private static Stream<Path> files() {
    return Dashboard.files().stream();
  }

  private static Stream<Dashboard> dashboards() {
    return Dashboard.shipped().stream();
  }
}

package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.Command.Outcome;
import io.cgck.lab.Judge;
import io.cgck.lab.PromqlCatalogue;
import io.cgck.lab.PromqlNames;
import io.cgck.lab.ShippedRules;
import io.cgck.lab.ShippedRules.Rule;
import io.cgck.lab.Suite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The files of deploy/prometheus, by the judgement of every Prometheus and Alertmanager there is.
 */
class ShippedRulesIT {
  private static final Path RUNBOOK = ShippedRules.file("RUNBOOK.md");
  private static final Pattern HEADING = Pattern.compile("(?m)^## (.*)$");
  private static final Pattern LINK = Pattern.compile("\\]\\(#([^)]*)\\)");
  private static final Pattern QUERIES = Pattern.compile("(?s)```promql\n(.*?)```");

  private static final String NOTIFICATION =
      """
      {"status": "firing", "receiver": "mail", "externalURL": "http://alertmanager.example.org",
       "groupLabels": {}, "commonAnnotations": {},
       "commonLabels": {"alertname": "CgckExpectationViolated", "instance": "web1:10065"},
       "alerts": [
        {"status": "firing", "startsAt": "2026-11-23T16:53:27Z",
         "labels": {"alertname": "CgckExpectationViolated", "instance": "web1:10065",
          "expectation": "nginx", "pid": "4242", "comm": "<b>\\nx", "severity": "critical",
          "expected": "/system.slice/nginx.service/**", "cgroup": "/a\\\\x2db", "actual": "/a\\\\x2db",
          "team": "web"},
         "annotations": {"summary": "SUMMARY", "description": "DESCRIPTION",
          "runbook_url": "RUNBOOK.md#cgckexpectationviolated"}},
        {"status": "resolved", "startsAt": "2026-11-23T16:53:27Z", "labels": {},
         "annotations": {"summary": "OTHER"}}]}
      """;

  @ParameterizedTest
  @EnumSource
  void prometheusConfigurationIsValid(Suite suite) {
    assertSucceeds(
        Judge.promtool(suite, "check", "config", ShippedRules.file("prometheus.yml").toString()));
  }

  @Test
  void prometheusConfigurationNamesAllRules() throws Exception {
    assertThat(Files.readString(ShippedRules.file("prometheus.yml")))
        .contains(
            ShippedRules.ruleFiles().stream()
                .map(file -> "\n  - " + file.getFileName() + "\n")
                .toList());
  }

  @ParameterizedTest
  @EnumSource
  void rulesAreValid(Suite suite) {
    Outcome outcome =
        Judge.promtool(suite, arguments(List.of("check", "rules"), ShippedRules.ruleFiles()));

    assertSucceeds(outcome);
    assertThat(outcome.stdout() + outcome.stderr()).doesNotContain("duplicate");
  }

  @ParameterizedTest
  @EnumSource
  void rulesPassTheirTests(Suite suite) {
    assertSucceeds(
        Judge.promtool(suite, arguments(List.of("test", "rules"), ShippedRules.testFiles())));
  }

  /** Tests that pass whatever the rules say would prove nothing. */
  @Test
  void testsFailWhenARuleIsBroken(@TempDir Path copy) throws Exception {
    Path tests = Files.createDirectory(copy.resolve("tests"));
    for (Path file : ShippedRules.testFiles()) {
      Files.copy(file, tests.resolve(file.getFileName()));
    }
    for (Path file : ShippedRules.ruleFiles()) {
      String rules = Files.readString(file);
      Files.writeString(
          copy.resolve(file.getFileName()), rules.replace("(job, instance, pid", "(job, pid"));
    }

    assertThat(
            Judge.promtool(
                    Suite.MACHINE, "test", "rules", tests.resolve("violations.test.yml").toString())
                .exitCode())
        .isNotZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"MACHINE", "SID"})
  void alertmanagerConfigurationIsValid(Suite suite) {
    Outcome outcome =
        Judge.amtool(suite, "check-config", ShippedRules.file("alertmanager.yml").toString());

    assertSucceeds(outcome);
    assertThat(outcome.stdout()).contains("1 templates");
  }

  @ParameterizedTest
  @EnumSource(names = {"MACHINE", "SID"})
  void severityDecidesWhereAnAlertGoes(Suite suite) {
    assertThat(receivers(suite, "severity=critical")).isEqualTo("pager");
    assertThat(receivers(suite, "severity=warning")).isEqualTo("mail");
  }

  private static String receivers(Suite suite, String label) {
    String config = "--config.file=" + ShippedRules.file("alertmanager.yml");
    return Judge.amtool(suite, "config", "routes", "test", config, label).stdout().strip();
  }

  @ParameterizedTest
  @EnumSource(names = {"MACHINE", "SID"})
  void textNamesTheProcessAndItsPlaces(Suite suite, @TempDir Path directory) throws Exception {
    assertThat(rendered(suite, "text", "cgck.text", directory))
        .contains(
            "SUMMARY\n",
            "process      \"<b>\\nx\" (PID 4242) on web1:10065\n",
            "expectation  nginx (critical)\n",
            "should be    `/system.slice/nginx.service/**`\n",
            "is           `/a\\x2db`\n",
            "in cgroup    `/a\\x2db`\n",
            "team         web\n",
            "since        2026-11-23 16:53:27 UTC\n",
            "runbook      RUNBOOK.md#cgckexpectationviolated\n",
            "\nDESCRIPTION\n",
            "Resolved:\n- OTHER\n");
    assertThat(rendered(suite, "text", "cgck.subject", directory).strip())
        .isEqualTo("[FIRING:1] CgckExpectationViolated on web1:10065");
  }

  @ParameterizedTest
  @EnumSource(names = {"MACHINE", "SID"})
  void markupIsEscaped(Suite suite, @TempDir Path directory) throws Exception {
    assertThat(rendered(suite, "html", "cgck.html", directory))
        .contains(
            "<code>&lt;b&gt;\nx</code> (PID 4242) on web1:10065",
            "<code>/system.slice/nginx.service/**</code>",
            "<code>/a\\x2db</code>",
            "<a href=\"RUNBOOK.md#cgckexpectationviolated\">",
            "<li>OTHER</li>")
        .doesNotContain("<b>");
  }

  private static String rendered(Suite suite, String type, String template, Path directory)
      throws Exception {
    Path data = Files.writeString(directory.resolve("data.json"), NOTIFICATION);
    Outcome outcome =
        Judge.amtool(
            suite,
            "template",
            "render",
            "--template.glob=" + ShippedRules.file("cgck.tmpl"),
            "--template.type=" + type,
            "--template.text={{ template \"" + template + "\" . }}",
            "--template.data=" + data);
    assertSucceeds(outcome);
    return outcome.stdout();
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void everyAlertSaysWhatToDo(Rule alert) {
    assertThat(alert.name()).matches("Cgck([A-Z][a-z]+)+");
    assertThat(alert.annotations()).containsOnlyKeys("summary", "description", "runbook_url");
    assertThat(alert.annotations().get("runbook_url"))
        .isEqualTo("RUNBOOK.md#" + anchor(alert.name()));
    assertThat(alert.labels().containsKey("severity"))
        .as("severity is the expectation's, or else given here")
        .isNotEqualTo(
            alert.expression().contains("group_left (cgroup")
                || alert.expression().contains("cgck_cgroup_violation_info"));
  }

  @Test
  void runbookHasASectionForEveryAlertAndNoOther() throws Exception {
    assertThat(headings()).containsExactlyInAnyOrderElementsOf(alerts().map(Rule::name).toList());
  }

  @Test
  void runbookLinksToItsSections() throws Exception {
    Set<String> anchors =
        headings().stream().map(ShippedRulesIT::anchor).collect(Collectors.toSet());
    List<String> links =
        LINK.matcher(Files.readString(RUNBOOK)).results().map(link -> link.group(1)).toList();

    assertThat(links).containsAll(anchors).isSubsetOf(anchors);
  }

  private static List<String> headings() throws Exception {
    return HEADING
        .matcher(Files.readString(RUNBOOK))
        .results()
        .map(heading -> heading.group(1))
        .toList();
  }

  /** As GitHub makes it of a heading that is one word. */
  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rulesNameOnlyWhatThereIs(Rule rule) {
    assertKnown(rule.expression());
  }

  @Test
  void runbookQueriesOnlyWhatThereIs() throws Exception {
    List<String> queries =
        QUERIES.matcher(Files.readString(RUNBOOK)).results().map(each -> each.group(1)).toList();

    assertThat(queries).hasSizeGreaterThan(5).allSatisfy(ShippedRulesIT::assertKnown);
  }

  private static void assertKnown(String expression) {
    PromqlNames names = PromqlNames.of(expression);
    assertThat(names.metrics()).as(expression).isNotEmpty().isSubsetOf(PromqlCatalogue.metrics());
    assertThat(names.labels()).as(expression).isSubsetOf(PromqlCatalogue.labels());
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void everyAlertIsTestedToFireAndToStayQuiet(Rule alert) {
    List<Boolean> fires =
        ShippedRules.tests().stream()
            .flatMap(test -> ShippedRules.maps(test.get("alert_rule_test")).stream())
            .filter(test -> alert.name().equals(test.get("alertname")))
            .map(test -> !ShippedRules.maps(test.get("exp_alerts")).isEmpty())
            .toList();

    assertThat(fires).contains(true, false);
  }

  @ParameterizedTest
  @MethodSource("recordingRules")
  void everyRecordingRuleIsTested(Rule rule) {
    assertThat(rule.name()).matches("[a-z_]+:cgck_[a-z_]+:[a-z0-9_]+");
    assertThat(ShippedRules.tests().stream().flatMap(ShippedRulesIT::expressions))
        .anyMatch(expression -> PromqlNames.of(expression).metrics().contains(rule.name()));
  }

  private static Stream<String> expressions(Map<String, Object> test) {
    return ShippedRules.maps(test.get("promql_expr_test")).stream()
        .map(each -> String.valueOf(each.get("expr")));
  }

  private static Stream<Rule> rules() {
    return ShippedRules.all().stream();
  }

  private static Stream<Rule> alerts() {
    return ShippedRules.alerts().stream();
  }

  private static Stream<Rule> recordingRules() {
    return rules().filter(rule -> !rule.alerts());
  }

  private static String[] arguments(List<String> command, List<Path> files) {
    List<String> all = new ArrayList<>(command);
    files.forEach(file -> all.add(file.toString()));
    return all.toArray(String[]::new);
  }

  private static void assertSucceeds(Outcome outcome) {
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
  }
}

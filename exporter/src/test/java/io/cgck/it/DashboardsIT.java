package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.Dashboard;
import io.cgck.lab.DashboardJudge;
import io.cgck.lab.Suite;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the dashboards ask, a real Prometheus answers: every panel and every variable, filled in as
 * Grafana fills them, while the tutorial's processes and violations of expectations are there.
 */
@TestInstance(Lifecycle.PER_CLASS)
class DashboardsIT {
  private DashboardScenario scenario;
  private DashboardJudge judge;

  @BeforeAll
  void setUp() {
    scenario = new DashboardScenario();
    judge = scenario.judge(Suite.MACHINE);
  }

  @AfterAll
  void tearDown() {
    if (scenario != null) {
      scenario.close();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MACHINE", "SID"})
  void everyPanelHasData(Suite suite) {
    DashboardJudge itsJudge = suite == Suite.MACHINE ? judge : scenario.judge(suite);
    List<String> problems = new ArrayList<>();
    for (Dashboard dashboard : Dashboard.shipped()) {
      itsJudge.problems(dashboard).forEach(problem -> problems.add(dashboard + ": " + problem));
    }

    assertThat(problems).isEmpty();
  }

  /** A judge that finds nothing wrong with anything would prove nothing. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "overview | cgck_expectation_processes{ | cgck_expectation_proceses{ | panel Processes in violation, query A: no data",
        "overview | count by (alertname, severity) ( | count by (alertname, severity) (( | panel Alerts that fire, query A: refused",
        "overview | {{expectation}} | {{expectations}} | panel Violations by expectation, label of the legend: there is no [expectations]",
        "overview | \"expected\": \"Expected\" | \"should\": \"Expected\" | panel Violations, renamed column: there is no [should]",
        "overview | \"options\": \"Severity\" | \"options\": \"Weight\" | panel Violations, column with a setting of its own: there is no [Weight]",
        "overview | ${__data.fields.PID} | ${__data.fields.pid} | panel Violations, column of a link: there is no [pid]",
        "overview | __field.labels.instance | __field.labels.host | panel Hosts with most moves, label of a link: there is no [host]",
        "exporter | \"displayName\": \"CPU\" | \"displayName\": \"Cpu\" | panel Most expensive hosts, column to sort by: there is no [Cpu]",
        "namespaces | \"root\": \"Root\" | \"roof\": \"Root\" | panel Roots of cgroup namespaces, renamed column: there is no [roof]",
        "where | label_values(cgck_cgroup_info | label_values(cgck_cgroup_infos | variable unit: no values",
        "where | unit=~\\\"$unit\\\" | unit=~\\\"$unit\\\", slice=\\\"none\\\" | panel Cgroups, query A with unit=cgck-away.service: no data"
      })
  void whatIsWrongIsFound(String file, String right, String wrong, String problem) {
    Dashboard shipped =
        Dashboard.read(Dashboard.DIRECTORY.resolve("dashboards").resolve(file + ".json"));
    String broken = shipped.canonical().replace(right, wrong);

    assertThat(judge.problems(Dashboard.parse(broken)))
        .anySatisfy(found -> assertThat(found).contains(problem));
  }
}

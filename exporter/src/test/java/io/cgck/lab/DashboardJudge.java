package io.cgck.lab;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgck.lab.DashboardPanel.Target;
import io.cgck.lab.DashboardVariable.LabelValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Fills a dashboard's variables and asks a Prometheus what its panels ask, as Grafana would: once
 * with All wherever a variable knows it, and once with each choice beside it.
 *
 * @param choices values that one looks for, by name of a variable; a panel has to have data with
 *     one of them. Where a variable knows no All the first is chosen throughout.
 */
public record DashboardJudge(PrometheusServer prometheus, Map<String, List<String>> choices) {
  private static final Duration RANGE = Duration.ofSeconds(60);
  private static final Duration STEP = Duration.ofSeconds(1);
  private static final Map<String, String> BUILT_IN =
      Map.of("__rate_interval", "4s", "__interval", "1s", "__range", RANGE.toSeconds() + "s");

  public DashboardJudge {
    choices = Map.copyOf(choices);
  }

  /** Everything that is wrong with a dashboard; each line names the panel or variable. */
  public List<String> problems(Dashboard dashboard) {
    List<String> problems = new ArrayList<>();
    DashboardValues all = valuesOf(dashboard, Map.of(), problems);
    for (DashboardPanel panel : dashboard.panels()) {
      problems.addAll(judge(panel, all, ""));
    }
    for (DashboardVariable variable : dashboard.variables()) {
      if (variable.includesAll()) {
        problems.addAll(problemsOfChoices(dashboard, variable.name()));
      }
    }
    return problems;
  }

  private List<String> problemsOfChoices(Dashboard dashboard, String name) {
    List<String> problems = new ArrayList<>();
    if (!choices.containsKey(name)) {
      problems.add("variable %s: nobody says what is chosen beside All".formatted(name));
    }
    for (DashboardPanel panel : dashboard.panels()) {
      if (panel.targets().stream().anyMatch(target -> target.mentions(name))) {
        List<List<String>> found = new ArrayList<>();
        for (String choice : choices.getOrDefault(name, List.of())) {
          List<String> ofOne = new ArrayList<>();
          DashboardValues values = valuesOf(dashboard, Map.of(name, choice), ofOne);
          ofOne.addAll(judge(panel, values, " with %s=%s".formatted(name, choice)));
          found.add(ofOne);
        }
        if (found.stream().noneMatch(List::isEmpty)) {
          found.forEach(problems::addAll);
        }
      }
    }
    return problems;
  }

  /** Values of all variables: All where there is one, except for what is chosen. */
  private DashboardValues valuesOf(
      Dashboard dashboard, Map<String, String> chosen, List<String> problems) {
    DashboardValues values = new DashboardValues(BUILT_IN);
    for (DashboardVariable variable : dashboard.variables()) {
      String name = variable.name();
      String value = variable.text();
      if (variable.query().isPresent()) {
        LabelValues query = variable.query().get();
        List<String> offered = offered(values.fill(query.series()), query.label());
        if (offered.isEmpty()) {
          problems.add("variable %s: no values: %s".formatted(name, query));
          continue;
        }
        List<String> wanted = choices.getOrDefault(name, offered);
        String choice = chosen.getOrDefault(name, wanted.getFirst());
        if (!offered.contains(choice)) {
          problems.add("variable %s: offers no %s, only %s".formatted(name, choice, offered));
        }
        value =
            variable.includesAll() && !chosen.containsKey(name)
                ? variable.all(offered)
                : variable.one(choice);
      }
      values = values.with(name, value);
    }
    return values;
  }

  private List<String> offered(String series, String label) {
    return prometheus.labelValues(series, label).stream()
        .filter(value -> !value.isEmpty())
        .toList();
  }

  private List<String> judge(DashboardPanel panel, DashboardValues values, String when) {
    List<String> problems = new ArrayList<>();
    Map<String, Set<String>> labels = new HashMap<>();
    for (Target target : panel.targets()) {
      String where = "panel %s, query %s%s: ".formatted(panel.title(), target.refId(), when);
      String expression = values.fill(target.expression());
      List<JsonNode> series = List.of();
      try {
        series =
            target.instant()
                ? prometheus.query(expression)
                : prometheus.queryRange(expression, RANGE, STEP);
        if (!hasData(series)) {
          problems.add(where + "no data: " + expression);
        }
      } catch (AssertionError e) {
        // What Prometheus refuses is what this looks for.
        problems.add(where + e.getMessage() + ": " + expression);
      }
      Set<String> names = new TreeSet<>();
      series.forEach(each -> each.path("metric").fieldNames().forEachRemaining(names::add));
      labels.put(target.refId(), names);
    }
    if (when.isEmpty()) {
      panel
          .problemsOfFields(labels)
          .forEach(problem -> problems.add("panel " + panel.title() + ", " + problem));
    }
    return problems;
  }

  /** A panel in which nothing but NaN would be drawn is as empty as one without series. */
  private static boolean hasData(List<JsonNode> series) {
    return series.stream()
        .flatMap(
            each ->
                each.has("value")
                    ? Stream.of(each.path("value"))
                    : Dashboard.list(each.path("values")).stream())
        .anyMatch(sample -> !sample.path(1).asText().equals("NaN"));
  }
}

package io.cgck.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A panel of a dashboard. */
public record DashboardPanel(JsonNode json) {
  private static final Pattern FIELD =
      Pattern.compile("\\$\\{__data\\.fields(?:\\.(\\w+)|\\[\"([^\"]+)\"\\])");
  private static final Pattern FIELD_LABEL = Pattern.compile("\\$\\{__field\\.labels\\.(\\w+)");
  private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{\\s*(\\w+)\\s*\\}\\}");

  /** A query of a panel. */
  public record Target(JsonNode json) {
    public String expression() {
      return json.path("expr").asText();
    }

    public boolean instant() {
      return json.path("instant").asBoolean();
    }

    String refId() {
      return json.path("refId").asText();
    }

    boolean mentions(String variable) {
      return DashboardValues.names(expression()).contains(variable);
    }

    /** Names of labels that the legend shows. */
    Set<String> legendLabels() {
      Set<String> labels = new TreeSet<>();
      LEGEND_LABEL
          .matcher(json.path("legendFormat").asText())
          .results()
          .forEach(label -> labels.add(label.group(1)));
      return labels;
    }
  }

  public String title() {
    return json.path("title").asText();
  }

  public String type() {
    return json.path("type").asText();
  }

  public List<Target> targets() {
    return Dashboard.list(json.path("targets")).stream().map(Target::new).toList();
  }

  /**
   * What is wrong in what the panel says of the fields that its queries bring.
   *
   * @param labels names of labels that the queries brought, by refId
   */
  List<String> problemsOfFields(Map<String, Set<String>> labels) {
    List<String> problems = new ArrayList<>();
    Set<String> all = new TreeSet<>();
    labels.values().forEach(all::addAll);
    for (Target target : targets()) {
      reportMissing(
          "label of the legend",
          target.legendLabels(),
          labels.getOrDefault(target.refId(), Set.of()),
          problems);
    }
    reportMissing("label of a link", named(FIELD_LABEL), all, problems);
    if (type().equals("table")) {
      problems.addAll(problemsOfColumns(fields(all)));
    }
    return problems;
  }

  /**
   * Columns that a table has before anything is renamed, as Grafana names them. Where only one of
   * several queries has an answer, its value is called Value.
   */
  private Set<String> fields(Set<String> labels) {
    Set<String> fields = new TreeSet<>(labels);
    fields.addAll(Set.of("Time", "Value"));
    if (targets().size() > 1) {
      targets().forEach(target -> fields.add("Value #" + target.refId()));
    }
    return fields;
  }

  private List<String> problemsOfColumns(Set<String> fields) {
    List<String> problems = new ArrayList<>();
    Map<String, String> names = new HashMap<>();
    Set<String> hidden = new TreeSet<>();
    for (JsonNode transformation : Dashboard.list(json.path("transformations"))) {
      JsonNode options = transformation.path("options");
      options.path("excludeByName").fieldNames().forEachRemaining(hidden::add);
      options
          .path("renameByName")
          .properties()
          .forEach(name -> names.put(name.getKey(), name.getValue().asText()));
      Set<String> ordered = new TreeSet<>();
      options.path("indexByName").fieldNames().forEachRemaining(ordered::add);
      reportMissing("column in order", ordered, fields, problems);
    }
    reportMissing("hidden column", hidden, fields, problems);
    reportMissing("renamed column", names.keySet(), fields, problems);
    Set<String> shown = new TreeSet<>();
    for (String field : fields) {
      if (!hidden.contains(field)) {
        shown.add(names.getOrDefault(field, field));
      }
    }
    Set<String> overridden = new TreeSet<>();
    for (JsonNode override : Dashboard.list(json.path("fieldConfig").path("overrides"))) {
      overridden.add(override.path("matcher").path("options").asText());
    }
    reportMissing("column with a setting of its own", overridden, shown, problems);
    reportMissing("column of a link", named(FIELD), shown, problems);
    Set<String> sorted = new TreeSet<>();
    Dashboard.list(json.path("options").path("sortBy"))
        .forEach(column -> sorted.add(column.path("displayName").asText()));
    reportMissing("column to sort by", sorted, shown, problems);
    return problems;
  }

  /** What the panel's strings name by a pattern whose one group holds the name. */
  private Set<String> named(Pattern pattern) {
    Set<String> names = new TreeSet<>();
    for (String string : strings(json)) {
      pattern
          .matcher(string)
          .results()
          .forEach(
              found -> {
                for (int group = 1; group <= found.groupCount(); group++) {
                  if (found.group(group) != null) {
                    names.add(found.group(group));
                  }
                }
              });
    }
    return names;
  }

  /** All strings in a tree. */
  public static List<String> strings(JsonNode json) {
    List<String> strings = new ArrayList<>();
    if (json.isTextual()) {
      strings.add(json.asText());
    }
    json.forEach(child -> strings.addAll(strings(child)));
    return strings;
  }

  private static void reportMissing(
      String what, Set<String> names, Set<String> known, List<String> problems) {
    Set<String> missing = new TreeSet<>(names);
    missing.removeAll(known);
    if (!missing.isEmpty()) {
      problems.add("%s: there is no %s, only %s".formatted(what, missing, known));
    }
  }

  @Override
  public String toString() {
    return title();
  }
}

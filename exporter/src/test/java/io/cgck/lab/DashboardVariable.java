package io.cgck.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A variable of a dashboard, and what Grafana's Prometheus data source makes of its values. */
public record DashboardVariable(JsonNode json) {
  private static final Pattern LABEL_VALUES =
      Pattern.compile("label_values\\((.*),\\s*([a-zA-Z_]\\w*)\\)", Pattern.DOTALL);

  /**
   * What a variable asks Prometheus for.
   *
   * @param series selector of the series
   * @param label whose values it offers
   */
  public record LabelValues(String series, String label) {}

  /** Names of all variables that a text refers to. */
  public static Set<String> references(String text) {
    return DashboardValues.names(text);
  }

  public String name() {
    return json.path("name").asText();
  }

  public String type() {
    return json.path("type").asText();
  }

  boolean includesAll() {
    return json.path("includeAll").asBoolean();
  }

  /** What a box for text holds at first, or the value of a constant. */
  String text() {
    return json.path("query").asText();
  }

  /** The query of a variable that has one, which must be label_values. */
  public Optional<LabelValues> query() {
    if (!type().equals("query")) {
      return Optional.empty();
    }
    Matcher matcher = LABEL_VALUES.matcher(json.path("query").path("query").asText());
    if (!matcher.matches()) {
      throw new AssertionError(
          "variable %s: not label_values(SERIES, LABEL): %s".formatted(name(), json));
    }
    return Optional.of(new LabelValues(matcher.group(1), matcher.group(2)));
  }

  /** What stands in a query for All. */
  String all(List<String> values) {
    String all = json.path("allValue").asText();
    if (!all.isEmpty()) {
      return all;
    }
    return values.size() == 1
        ? escaped(values.getFirst())
        : values.stream()
            .map(DashboardVariable::escaped)
            .collect(Collectors.joining("|", "(", ")"));
  }

  /** What stands in a query for one chosen value. */
  String one(String value) {
    return includesAll() || json.path("multi").asBoolean() ? escaped(value) : quoted(value);
  }

  /** As {@code prometheusRegularEscape}. */
  private static String quoted(String value) {
    return value.replace("\\", "\\\\").replace("'", "\\\\'");
  }

  /** As {@code prometheusSpecialRegexEscape}: a regular expression within a string in quotes. */
  private static String escaped(String value) {
    return value
        .replace("\\", "\\\\\\\\")
        .replaceAll("[$^*{}\\[\\]'+?.()|]", Matcher.quoteReplacement("\\\\") + "$0");
  }
}

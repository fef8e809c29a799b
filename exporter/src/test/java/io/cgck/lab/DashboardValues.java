package io.cgck.lab;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands in queries for the variables of a dashboard. */
record DashboardValues(Map<String, String> byName) {
  /** As Grafana's {@code variableRegex}. */
  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\$(\\w+)|\\[\\[(\\w+?)(?::(\\w+))?\\]\\]|\\$\\{(\\w+)(?:\\.([^:^}]+))?(?::([^}]+))?\\}");

  DashboardValues {
    byName = new LinkedHashMap<>(byName);
  }

  DashboardValues with(String name, String value) {
    DashboardValues more = new DashboardValues(byName);
    more.byName.put(name, value);
    return more;
  }

  /** A variable that is not there stays as it is, as in Grafana. */
  String fill(String text) {
    return REFERENCE
        .matcher(text)
        .replaceAll(
            reference ->
                Matcher.quoteReplacement(
                    Optional.ofNullable(byName.get(name(reference))).orElse(reference.group())));
  }

  /** The names of all variables that a text refers to. */
  static Set<String> names(String text) {
    Set<String> names = new TreeSet<>();
    REFERENCE.matcher(text).results().forEach(each -> names.add(name(each)));
    return names;
  }

  private static String name(MatchResult reference) {
    for (int group : new int[] {1, 2, 4}) {
      if (reference.group(group) != null) {
        return reference.group(group);
      }
    }
    throw new IllegalStateException("no name in " + reference.group());
  }
}

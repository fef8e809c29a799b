package io.cgck.lab;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names in an expression of PromQL. Whether it is an expression at all is for promtool to say.
 *
 * @param metrics names of metrics
 * @param labels names of labels, in matchers and in lists such as that of {@code by}
 */
public record PromqlNames(Set<String> metrics, Set<String> labels) {
  private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|`[^`]*`");
  private static final Pattern COMMENT = Pattern.compile("#.*");
  private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*\\]");
  private static final Pattern MATCHERS = Pattern.compile("\\{([^}]*)\\}");
  private static final Pattern LIST =
      Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)\\s*(?:[=!]|$)");
  private static final Pattern METRIC =
      Pattern.compile("(?<![\\w:])[a-zA-Z_:][\\w:]*(?![\\w:])(?!\\s*\\()");
  private static final Set<String> WORDS =
      Set.of(
          "and",
          "or",
          "unless",
          "by",
          "without",
          "on",
          "ignoring",
          "group_left",
          "group_right",
          "bool",
          "offset",
          "sum",
          "count",
          "min",
          "max",
          "avg",
          "topk");

  public static PromqlNames of(String expression) {
    String rest = COMMENT.matcher(QUOTED.matcher(expression).replaceAll("")).replaceAll("");
    rest = RANGE.matcher(rest).replaceAll(" ");
    Set<String> labels = new TreeSet<>();
    for (Pattern pattern : new Pattern[] {MATCHERS, LIST}) {
      Matcher found = pattern.matcher(rest);
      while (found.find()) {
        Arrays.stream(found.group(1).split(",", -1)).forEach(part -> addLabel(part, labels));
      }
      rest = pattern.matcher(rest).replaceAll(" ");
    }
    Set<String> metrics = new TreeSet<>();
    METRIC.matcher(rest).results().forEach(name -> metrics.add(name.group()));
    metrics.removeAll(WORDS);
    return new PromqlNames(metrics, labels);
  }

  private static void addLabel(String part, Set<String> labels) {
    Matcher label = LABEL.matcher(part.strip());
    if (label.find()) {
      labels.add(label.group(1));
    }
  }
}

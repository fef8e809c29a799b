package io.cgck.lab;

import io.cgck.lab.Command.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Programs of others that say whether an exposition, a configuration or rules are good. */
public record Judge(Command command) {
  private static final String PARSE_OPEN_METRICS =
      """
      import sys
      from prometheus_client.openmetrics.parser import text_string_to_metric_families
      text = sys.stdin.buffer.read().decode('utf-8')
      for family in text_string_to_metric_families(text):
          print(family.name)
      """;

  /** {@code promtool check metrics}: text format 0.0.4, and what good names and help texts are. */
  public static Judge promtool() {
    String promtool = Testbed.ofTheBuild().command("promtool").toString();
    return new Judge(Command.of(new ProcessBuilder(promtool, "check", "metrics")));
  }

  /** {@code promtool} of a suite, for files. */
  public static Outcome promtool(Suite suite, String... arguments) {
    return run(List.of(suite.command("promtool").toString()), arguments);
  }

  /** {@code amtool} of a suite, for files. */
  public static Outcome amtool(Suite suite, String... arguments) {
    return run(suite.alertmanagers("amtool"), arguments);
  }

  private static Outcome run(List<String> command, String... arguments) {
    List<String> line = new ArrayList<>(command);
    line.addAll(List.of(arguments));
    return Command.of(new ProcessBuilder(line)).run("");
  }

  /** The strict OpenMetrics 1.0 parser of Prometheus' Python client; prints the families. */
  public static Judge openMetricsParser() {
    ProcessBuilder python = new ProcessBuilder("/usr/bin/python3", "-c", PARSE_OPEN_METRICS);
    python.environment().put("PYTHONPATH", Testbed.ofTheBuild().pythonPath().toString());
    python.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    return new Judge(Command.of(python));
  }

  public Outcome judge(String exposition) {
    return command.run(exposition);
  }
}

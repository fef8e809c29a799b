package io.cgck.deploy;

import io.cgck.cli.GeneratedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rules of deploy/kubernetes are those of deploy/prometheus: there is no second copy to edit.
 */
class KubernetesRulesTest {
  private static final Path RULES = Path.of("../deploy/prometheus");
  private static final Path KUBERNETES = Path.of("../deploy/kubernetes");

  /** A resource for each file: names of groups are unique within one. */
  @ParameterizedTest
  @ValueSource(strings = {"alerts", "recording"})
  void kustomizeHasTheRules(String name) throws Exception {
    StringBuilder resource =
        new StringBuilder(
            """
            # Generated from deploy/prometheus/%1$s.rules.yml: change that, and run
            # mvn test -Dtest=KubernetesRulesTest -Dformat=fix.
            apiVersion: monitoring.coreos.com/v1
            kind: PrometheusRule
            metadata:
              name: cgck-exporter-%1$s
            spec:
            """
                .formatted(name));
    rules(name)
        .lines()
        .forEach(line -> resource.append(line.isEmpty() ? "" : "  ").append(line).append('\n'));

    new GeneratedFile(KUBERNETES.resolve("components/prometheus-operator/" + name + ".yaml"))
        .check(resource.toString(), getClass());
  }

  /** A chart can read no file outside of itself. */
  @ParameterizedTest
  @ValueSource(strings = {"alerts", "recording"})
  void theChartHasTheRules(String name) throws Exception {
    new GeneratedFile(KUBERNETES.resolve("helm/cgck-exporter/files/" + name + ".rules.yml"))
        .check(rules(name), getClass());
  }

  private static String rules(String name) throws Exception {
    return Files.readString(RULES.resolve(name + ".rules.yml"));
  }
}

package io.cgck.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgck.lab.Command.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * What renders and judges Kubernetes manifests. Where the build could not have it, the test is
 * skipped and says why.
 */
public final class KubernetesTools {
  /** The commands of the two versions that people have. */
  public enum Helm {
    HELM_3("helm-3"),
    HELM_4("helm-4");

    private final String command;

    Helm(String command) {
      this.command = command;
    }
  }

  private final Testbed testbed;

  private KubernetesTools(Testbed testbed) {
    this.testbed = testbed;
  }

  public static KubernetesTools ofTheBuild() {
    return new KubernetesTools(Testbed.ofTheBuild().ofSuite("kubernetes"));
  }

  /** {@code kubectl kustomize}. */
  public Outcome kustomize(Path directory) {
    return run(command("kubectl"), List.of("kustomize", directory.toString()));
  }

  /** The objects of a kustomization that must be good. */
  public List<KubernetesObject> kustomized(Path directory) {
    Outcome outcome = kustomize(directory);
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.stderr()).as("no warning of what is deprecated").isEmpty();
    return KubernetesObject.parse(outcome.stdout());
  }

  public Outcome helm(Helm version, String... arguments) {
    return run(command(version.command), List.of(arguments));
  }

  /** Violations of the schemas of Kubernetes and of the Prometheus operator, a line for each. */
  public List<String> schemaProblems(List<KubernetesObject> objects) {
    command("kubectl");
    try {
      String json =
          new ObjectMapper()
              .writeValueAsString(objects.stream().map(KubernetesObject::content).toList());
      ProcessBuilder node =
          new ProcessBuilder(
              "node", "testbed/judge-kubernetes-objects.mjs", testbed.directory().toString());
      Outcome outcome = Command.of(node).run(json);
      assertThat(outcome.stderr()).isEmpty();
      List<String> problems = outcome.stdout().lines().toList();
      assertThat(outcome.exitCode()).isEqualTo(problems.isEmpty() ? 0 : 1);
      return problems;
    } catch (JsonProcessingException e) {
      throw new AssertionError("what was read from YAML is no JSON", e);
    }
  }

  private String command(String name) {
    Path command = testbed.directory().resolve(name);
    if (!Files.isExecutable(command)) {
      Assumptions.abort("%s is missing: %s".formatted(name, testbed.whyMissing()));
    }
    return command.toString();
  }

  private static Outcome run(String command, List<String> arguments) {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(line);
    // No cluster, no plug-ins and no repositories of whoever runs the tests.
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("HELM_"));
    environment.put("HOME", "/nonexistent");
    environment.put("KUBECONFIG", "/nonexistent");
    return Command.of(builder).run("");
  }
}

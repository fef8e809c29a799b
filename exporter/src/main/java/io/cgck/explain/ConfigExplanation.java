package io.cgck.explain;

import io.cgck.config.Configuration;
import io.cgck.config.DurationValue;
import io.cgck.expect.Expectation;
import io.cgck.expect.Overlap;
import io.cgck.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Says in words what the expectations of a configuration ask for. */
public record ConfigExplanation(Configuration configuration) {
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    List<Expectation> builtIn =
        configuration.expectations().stream().filter(Expectation::builtIn).toList();
    lines.add(
        "  built in: "
            + (builtIn.isEmpty()
                ? "none"
                : String.join(", ", builtIn.stream().map(Expectation::name).toList())));
    configuration.expectations().stream()
        .filter(expectation -> !expectation.builtIn())
        .forEach(expectation -> lines.addAll(lines(expectation)));
    Overlap.among(configuration.expectations())
        .forEach(overlap -> lines.add("  overlap: " + sentence(overlap)));
    return lines.stream().map(Printable::of).toList();
  }

  private static List<String> lines(Expectation expectation) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "  %s: %s"
            .formatted(
                expectation.name(), expectation.match().map(Object::toString).orElse("all")));
    expectation.except().forEach(matcher -> lines.add("      except " + matcher));
    lines.add(
        "      expects %s; counts after %s, severity %s"
            .formatted(
                expectation.expected(),
                DurationValue.write(expectation.patience()),
                expectation.severity()
                    + expectation.labels().entrySet().stream()
                        .map(label -> ", " + label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining())));
    expectation.whyItMeansNothing().ifPresent(why -> lines.add("      can never match: " + why));
    return lines;
  }

  private static String sentence(Overlap overlap) {
    return overlap.isMutual()
        ? "%s and %s mean the same processes"
            .formatted(overlap.wide().name(), overlap.narrow().name())
        : "all processes that %s means, %s means too"
            .formatted(overlap.narrow().name(), overlap.wide().name());
  }
}

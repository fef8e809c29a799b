package io.cgck.api;

import io.cgck.expect.CgroupStanding;
import io.cgck.expect.Expectation;
import io.cgck.expect.Standing;
import io.cgck.expect.State;
import io.cgck.expect.Tally;
import io.cgck.json.JsonOutput;
import io.cgck.metrics.Shown;
import io.cgck.model.ProcessInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What every expectation comes to, and who violates it. */
record ExpectationsJson(Shown shown) {
  /** The others are to be had with filters and pages. */
  private static final int MOST_VIOLATIONS = 20;

  private record Violation(ProcessInfo process, Standing standing) {}

  void write(JsonOutput json) {
    Map<Expectation, List<Violation>> violations = violations();
    json.field("snapshot_time", Listing.time(shown));
    json.array(
        "expectations",
        () ->
            shown
                .tallies()
                .forEach(
                    (expectation, tally) ->
                        json.object(
                            () ->
                                write(
                                    json,
                                    expectation,
                                    tally,
                                    violations.getOrDefault(expectation, List.of())))));
  }

  private Map<Expectation, List<Violation>> violations() {
    Map<Expectation, List<Violation>> violations = new HashMap<>();
    for (ProcessInfo process : shown.processes()) {
      for (Standing standing : shown.standings(process)) {
        if (standing.isViolated()) {
          violations
              .computeIfAbsent(standing.expectation(), same -> new ArrayList<>())
              .add(new Violation(process, standing));
        }
      }
    }
    return violations;
  }

  private void write(
      JsonOutput json, Expectation expectation, Tally tally, List<Violation> violations) {
    json.field("expectation", expectation.name());
    json.object("processes", () -> write(json, tally));
    json.field("violations_total", tally.violations());
    json.array(
        "violations",
        () -> violations.stream().limit(MOST_VIOLATIONS).forEach(each -> write(json, each)));
    Optional<Tally> cgroups = Optional.ofNullable(shown.limits().tallies().get(expectation));
    if (cgroups.isPresent()) {
      json.object("cgroups", () -> write(json, cgroups.get()));
    } else {
      json.field("cgroups", Optional.empty());
    }
    json.field("cgroup_violations_total", cgroups.map(Tally::violations));
    json.array(
        "cgroup_violations",
        () ->
            shown.limits().standings().stream()
                .filter(each -> each.standing().isViolated())
                .filter(each -> each.standing().expectation().equals(expectation))
                .limit(MOST_VIOLATIONS)
                .forEach(each -> write(json, each)));
  }

  private static void write(JsonOutput json, Tally tally) {
    for (State state : State.values()) {
      json.field(state.label(), tally.in(state));
    }
  }

  private static void write(JsonOutput json, Violation violation) {
    json.object(
        () -> {
          json.field("pid", violation.process().pid()).field("comm", violation.process().comm());
          write(json, violation.standing());
        });
  }

  private static void write(JsonOutput json, CgroupStanding violation) {
    json.object(
        () -> {
          json.field("cgroup", violation.cgroup().value())
              .field("binding", violation.bindingText());
          write(json, violation.standing());
        });
  }

  private static void write(JsonOutput json, Standing standing) {
    json.field("expected", standing.expected())
        .field("actual", standing.actual())
        .field("severity", standing.expectation().severity());
  }
}

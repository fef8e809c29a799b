package io.cgck.expect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.fixture.Sketch;
import io.cgck.fixture.TestHost;
import io.cgck.model.CgroupNamespace;
import io.cgck.model.CgroupPath;
import io.cgck.model.Hierarchy;
import io.cgck.model.Mover;
import io.cgck.model.Snapshot;
import io.cgck.scan.Attachment;
import io.cgck.scan.TraceBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes scans one after the other and tells how processes stand. */
final class Court {
  private final Assessor assessor;
  private final List<Attachment> events = new ArrayList<>();
  private long nanos;
  private Assessment last;

  /** Judges by a configuration, given as the file would have it. */
  Court(String yaml) {
    assessor = new Assessor(TestHost.configuration(yaml).expectations(), () -> nanos);
    last = assessor.assess(Sketch.snapshot(Instant.EPOCH));
  }

  /** The built-in expectations, each at once. */
  static Court builtIn() {
    StringBuilder yaml = new StringBuilder("builtin_expectations:\n");
    for (BuiltIn builtIn : BuiltIn.values()) {
      yaml.append("  ").append(builtIn.key()).append(": {for: 0s}\n");
    }
    return new Court(yaml.toString());
  }

  Court reload(String yaml) {
    assessor.configure(TestHost.configuration(yaml).expectations());
    return this;
  }

  Court later(Duration duration) {
    nanos += duration.toNanos();
    return this;
  }

  /** An event says that a process was moved there now; the next scan takes it. */
  Court event(int pid, String cgroup) {
    events.add(
        new Attachment(
            pid,
            "x",
            0,
            Optional.empty(),
            new CgroupPath(cgroup),
            Optional.empty(),
            nanos,
            new Mover(1, "systemd", Optional.empty()),
            1));
    return this;
  }

  /** The next scan sees these processes. */
  Court scan(Sketch... processes) {
    return scan(List.of(), processes);
  }

  Court scan(List<CgroupNamespace> namespaces, Sketch... processes) {
    last =
        assessor.assess(
            Sketch.snapshot(
                Instant.EPOCH.plusNanos(nanos),
                namespaces,
                Arrays.stream(processes).map(Sketch::build).toList()),
            new TraceBatch(
                events, Set.of(), false, Instant.EPOCH.plusNanos(nanos), nanos, Optional.empty()),
            true);
    events.clear();
    return this;
  }

  /** The next scan sees these processes, and no cgroup that tells of a hierarchy. */
  Court scanWithoutHierarchy(Sketch... processes) {
    return scan(Optional.empty(), processes);
  }

  /** The next scan, on a host where that is the hierarchy that places are of. */
  Court scanWithDefault(Hierarchy hierarchy, Sketch... processes) {
    return scan(Optional.of(hierarchy), processes);
  }

  private Court scan(Optional<Hierarchy> hierarchy, Sketch... processes) {
    Snapshot unified = Sketch.snapshot(Instant.EPOCH.plusNanos(nanos), processes);
    last =
        assessor.assess(
            new Snapshot(
                unified.takenAt(),
                unified.duration(),
                unified.vantage(),
                unified.mode(),
                hierarchy.stream().toList(),
                hierarchy,
                unified.processes(),
                unified.cgroupNamespaces(),
                unified.mountNamespaces(),
                unified.vanished(),
                unified.hidden(),
                0,
                unified.errors()));
    return this;
  }

  Judgements judgements() {
    return last.judgements();
  }

  Assessment assessment() {
    return last;
  }

  Tally tally(String expectation) {
    return last.judgements().tallies().entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(expectation))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  /** Names of the expectations that processes violate, with PID, expected and actual. */
  List<String> violations() {
    return last.judgements().standings().entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue().stream()
                    .filter(Standing::isViolated)
                    .map(
                        standing ->
                            "%d %s: %s, not %s"
                                .formatted(
                                    entry.getKey().pid(),
                                    standing.expectation().name(),
                                    standing.actual(),
                                    standing.expected())))
        .sorted()
        .toList();
  }

  Court isQuiet() {
    assertThat(violations()).isEmpty();
    return this;
  }

  Court finds(String... violations) {
    assertThat(violations()).containsExactlyInAnyOrder(violations);
    return this;
  }

  Court counts(String expectation, State state, long count) {
    assertThat(tally(expectation).in(state)).as("%s %s", expectation, state).isEqualTo(count);
    return this;
  }

  Court hasCounted(String expectation, long violations) {
    assertThat(tally(expectation).violations()).as(expectation).isEqualTo(violations);
    return this;
  }
}

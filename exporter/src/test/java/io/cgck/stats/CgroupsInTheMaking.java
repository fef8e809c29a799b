package io.cgck.stats;

import io.cgck.cgroupfs.PlainDirectories;
import io.cgck.config.Configuration;
import io.cgck.expect.Assessment;
import io.cgck.expect.Assessor;
import io.cgck.expect.CgroupFindings;
import io.cgck.fixture.Sketch;
import io.cgck.fixture.TestHost;
import io.cgck.model.CgroupMode;
import io.cgck.model.CgroupPath;
import io.cgck.model.CgroupStats;
import io.cgck.model.EffectiveLimit;
import io.cgck.model.Hierarchy;
import io.cgck.model.LimitKind;
import io.cgck.model.Quantity;
import io.cgck.model.Snapshot;
import io.cgck.model.Vantage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A host whose cgroups are directories of a test, and what a watch finds there. */
final class CgroupsInTheMaking implements AutoCloseable {
  static final Hierarchy MEMORY = new Hierarchy(4, "memory");

  private final Path sysfs;
  private final CgroupWatch watch;
  private final Assessor assessor;
  private boolean hybrid;

  CgroupsInTheMaking(Path sysfs, int mostOpen, String configuration) {
    this.sysfs = sysfs;
    this.assessor = new Assessor(TestHost.configuration("").expectations(), () -> 0);
    this.watch =
        new CgroupWatch(
            () -> PlainDirectories.reader(sysfs, sysfs.resolve("no-procfs"), mostOpen),
            plan(configuration, Duration.ofHours(1)));
  }

  /** With the memory controller in a hierarchy of cgroup v1, and the unified one beside it. */
  CgroupsInTheMaking hybrid() {
    hybrid = true;
    file(memoryFile("/", "cgroup.sane_behavior"), "0");
    return this;
  }

  void configure(String configuration, Duration allowance) {
    watch.configure(plan(configuration, allowance));
  }

  private static Plan plan(String yaml, Duration allowance) {
    Configuration configuration = TestHost.configuration(yaml);
    return new Plan(
        configuration.cgroups().stats() ? configuration.cgroups().files() : Set.of(),
        configuration.cgroups().filter(),
        configuration.cgroups().limit(),
        configuration.expectations(),
        allowance);
  }

  private Path directory(String cgroup) {
    return sysfs.resolve((hybrid ? "fs/cgroup/unified" : "fs/cgroup") + cgroup);
  }

  /** A file of the unified hierarchy. */
  void file(String cgroup, String name, String text) {
    file(directory(cgroup).resolve(name), text);
  }

  Path memoryFile(String cgroup, String name) {
    return sysfs.resolve("fs/cgroup/memory" + cgroup).resolve(name);
  }

  void file(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A cgroup of the unified hierarchy with these controllers. */
  void cgroup(String path, String controllers) {
    file(path, "cgroup.controllers", controllers);
    if (!path.equals("/")) {
      file(path, "cgroup.type", "domain");
    }
  }

  void remove(String path) {
    try (var below = Files.walk(directory(path))) {
      for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is found after a scan that saw these processes. */
  CgroupFindings look(Sketch... processes) {
    Snapshot all = Sketch.snapshot(Instant.EPOCH, processes);
    Snapshot snapshot =
        hybrid
            ? new Snapshot(
                all.takenAt(),
                all.duration(),
                new Vantage(true, Optional.of(true), Set.of()),
                CgroupMode.HYBRID,
                List.of(Hierarchy.UNIFIED, MEMORY),
                all.defaultHierarchy(),
                all.processes(),
                List.of(),
                List.of(),
                0,
                0,
                0,
                Map.of())
            : all;
    Assessment assessment = assessor.assess(snapshot);
    return watch.look(assessment, 0);
  }

  static CgroupStats stats(CgroupFindings findings, String cgroup) {
    return findings.stats().getOrDefault(new CgroupPath(cgroup), CgroupStats.NONE);
  }

  static Optional<Double> value(CgroupFindings findings, String cgroup, Quantity quantity) {
    return stats(findings, cgroup).get(quantity);
  }

  /** What a limit comes to, and whose it is: {@code 64 /a}. */
  static String effective(CgroupFindings findings, String cgroup, LimitKind kind) {
    EffectiveLimit limit =
        findings.limits().getOrDefault(new CgroupPath(cgroup), Map.of()).get(kind);
    return switch (limit) {
      case EffectiveLimit.Known(double value, double own, Optional<CgroupPath> binding) ->
          "%s %s".formatted(value, binding.map(CgroupPath::value).orElse("-"));
      case null -> "not told";
      case EffectiveLimit.NoCgroup() -> "no cgroup";
      case EffectiveLimit.Unknown() -> "unknown";
    };
  }

  static List<String> standings(CgroupFindings findings) {
    return findings.judgements().standings().stream()
        .map(each -> each.cgroup() + " " + each.standing().state().label())
        .toList();
  }

  static List<String> paths(CgroupFindings findings) {
    return findings.stats().keySet().stream().map(CgroupPath::value).toList();
  }

  @Override
  public void close() {
    watch.close();
  }
}

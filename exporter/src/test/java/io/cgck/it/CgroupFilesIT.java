package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cgck.lab.CgckDaemon;
import io.cgck.lab.Cgroup;
import io.cgck.lab.CgroupLab;
import io.cgck.lab.ControllerCgroup;
import io.cgck.lab.DaemonSetup;
import io.cgck.lab.LabProcess;
import io.cgck.lab.Sample;
import io.cgck.lab.Samples;
import io.cgck.lab.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What the daemon says of cgroups, beside the files of a real kernel. */
class CgroupFilesIT {
  @AutoClose private final CgroupLab lab = CgroupLab.open();

  private CgckDaemon daemon(String more) {
    return DaemonSetup.quick().config(DaemonSetup.QUICK + more).start();
  }

  private String statsOf(String pattern) {
    return """
        cgroups:
          stats: true
          stats_files: [core, members, pressure, cpu, memory, pids, io, cpuset]
          stats_include: [{cgroup: "%s"}]
        """
        .formatted(pattern);
  }

  /** A process that computes, until it is frozen. */
  private LabProcess spin(Cgroup cgroup) {
    return lab.start(cgroup, "sh", "-c", "while :; do :; done");
  }

  private static String read(Cgroup cgroup, String file) {
    return ControllerCgroup.read(cgroup.directory().resolve(file));
  }

  private static void write(Cgroup cgroup, String file, String text) throws IOException {
    Files.writeString(cgroup.directory().resolve(file), text);
  }

  private static void freeze(Cgroup cgroup) throws IOException {
    write(cgroup, "cgroup.freeze", "1");
    Waiting.patiently().until("frozen", () -> read(cgroup, "cgroup.events").contains("frozen 1"));
  }

  private static Map<String, String> flat(Cgroup cgroup, String file) {
    Map<String, String> values = new TreeMap<>();
    read(cgroup, file)
        .lines()
        .map(line -> line.split(" ", 2))
        .forEach(fields -> values.put(fields[0], fields[1]));
    return values;
  }

  private static double total(Cgroup cgroup, String file, String line) {
    String found =
        read(cgroup, file).lines().filter(each -> each.startsWith(line)).findFirst().orElseThrow();
    return Double.parseDouble(found.replaceFirst(".* total=", "")) / 1e6;
  }

  private static OptionalDouble value(Samples samples, String name, Cgroup cgroup) {
    return samples.value("cgck_cgroup_" + name, Map.of("cgroup", cgroup.path()));
  }

  /** While its processes are frozen nothing of a cgroup goes on. */
  @Test
  void everyValueIsThatOfTheFile() throws IOException {
    Cgroup cgroup = lab.cgroup("frozen");
    spin(cgroup);
    lab.start(cgroup, "sleep", "300");
    lab.cgroup("frozen/below");
    write(cgroup, "cgroup.max.depth", "7");
    try (CgckDaemon daemon = daemon(statsOf(cgroup.path()))) {
      freeze(cgroup);
      Samples samples = daemon.awaitFreshScan();

      Map<String, Double> expected = new TreeMap<>();
      Map<String, String> cpu = flat(cgroup, "cpu.stat");
      expected.put("cpu_usage_seconds_total", Double.parseDouble(cpu.get("usage_usec")) / 1e6);
      expected.put("cpu_user_seconds_total", Double.parseDouble(cpu.get("user_usec")) / 1e6);
      expected.put("cpu_system_seconds_total", Double.parseDouble(cpu.get("system_usec")) / 1e6);
      for (String resource : List.of("cpu", "io", "memory")) {
        String name = "pressure_" + resource + "_%s_seconds_total";
        expected.put(name.formatted("waiting"), total(cgroup, resource + ".pressure", "some"));
        expected.put(name.formatted("stalled"), total(cgroup, resource + ".pressure", "full"));
      }
      expected.put("descendants", 1.0);
      expected.put("dying_descendants", 0.0);
      expected.put("depth_max", 7.0);
      expected.put("descendants_max", Double.POSITIVE_INFINITY);
      expected.put("member_processes", 2.0);
      expected.put("member_threads", 2.0);
      Map<String, Double> found = new TreeMap<>();
      expected.keySet().forEach(name -> found.put(name, value(samples, name, cgroup).orElse(-1)));
      assertThat(found).isEqualTo(expected);
      assertThat(found.get("cpu_usage_seconds_total")).isPositive();

      assertThat(states(samples, "freezer", "state", cgroup))
          .isEqualTo(Map.of("thawed", 0.0, "freezing", 0.0, "frozen", 1.0));
      assertThat(states(samples, "populated", "state", cgroup))
          .isEqualTo(Map.of("populated", 1.0, "empty", 0.0));
      assertThat(states(samples, "type", "type", cgroup))
          .isEqualTo(
              Map.of(
                  "domain", 1.0, "domain threaded", 0.0, "domain invalid", 0.0, "threaded", 0.0));
      assertThat(
              samples.value(
                  "cgck_cgroup_id", Map.of("cgroup", cgroup.path(), "hierarchy", "unified")))
          .hasValue(((Number) Files.getAttribute(cgroup.directory(), "unix:ino")).doubleValue());
      assertThat(samples.named("cgck_cgroup_type"))
          .as("nothing of a cgroup that nobody asked for")
          .allSatisfy(each -> assertThat(each.label("cgroup")).isEqualTo(cgroup.path()));
      assertThat(samples.named("cgck_stats_errors_total")).isEmpty();

      write(cgroup, "cgroup.freeze", "0");
      daemon.await(
          "thawed",
          fresh ->
              assertThat(states(fresh, "freezer", "state", cgroup)).containsEntry("thawed", 1.0));
    }
  }

  private static Map<String, Double> states(
      Samples samples, String family, String label, Cgroup cgroup) {
    Map<String, Double> states = new HashMap<>();
    for (Sample each : samples.with("cgck_cgroup_" + family, Map.of("cgroup", cgroup.path()))) {
      states.put(each.label(label), each.value());
    }
    return states;
  }

  /** Of the unified hierarchy of this host, which has few controllers where v1 has the others. */
  @Test
  void tellsWhichControllersAreOnAndWithheld() throws IOException {
    List<String> own = List.of(read(lab.top(), "cgroup.controllers").strip().split(" ", -1));
    Cgroup child = lab.cgroup("child");
    lab.start(child, "sleep", "300");
    assumeTrue(!own.contains(""), "the unified hierarchy of this host has no controllers");

    try (CgckDaemon daemon = daemon(statsOf(lab.top().path() + "/**"))) {
      Samples samples = daemon.awaitFreshScan();
      for (String controller : own) {
        Map<String, String> of = Map.of("cgroup", child.path(), "controller", controller);
        assertThat(samples.value("cgck_cgroup_controller_enabled", of)).hasValue(0);
      }
      write(lab.top(), "cgroup.subtree_control", "+" + own.getFirst());
      daemon.await(
          "that it is on",
          fresh -> {
            assertThat(
                    fresh.value(
                        "cgck_cgroup_controller_enabled",
                        Map.of("cgroup", child.path(), "controller", own.getFirst())))
                .hasValue(1);
            assertThat(
                    fresh.value(
                        "cgck_cgroup_subtree_controller_enabled",
                        Map.of("cgroup", lab.top().path(), "controller", own.getFirst())))
                .hasValue(1);
          });
    }
  }

  /** {@code cgroup.procs} of a threaded cgroup gives EOPNOTSUPP, and is no zero. */
  @Test
  void whatAThreadedCgroupHasNotIsNotThere() throws IOException {
    Cgroup domain = lab.cgroup("domain");
    Cgroup threaded = lab.cgroup("domain/threaded");
    lab.start(domain, "sleep", "300");
    write(threaded, "cgroup.type", "threaded");

    try (CgckDaemon daemon = daemon(statsOf(threaded.path()))) {
      Samples samples = daemon.awaitFreshScan();

      assertThat(states(samples, "type", "type", threaded)).containsEntry("threaded", 1.0);
      assertThat(states(samples, "type", "type", threaded)).containsEntry("domain", 0.0);
      assertThat(value(samples, "member_threads", threaded)).hasValue(0);
      assertThat(value(samples, "member_processes", threaded)).isEmpty();
      assertThat(value(samples, "memory_max_bytes", threaded)).isEmpty();
      assertThat(samples.named("cgck_stats_errors_total")).isEmpty();
    } finally {
      // The lab looks for processes in what it removes, which a threaded cgroup does not tell.
      Files.delete(threaded.directory());
    }
  }

  /** A name is not a cgroup: counters go back only together with another ID. */
  @Test
  void aCgroupThatIsMadeAgainIsAnotherOne() throws IOException {
    Cgroup cgroup = lab.cgroup("again");
    try (CgckDaemon daemon = daemon(statsOf(cgroup.path()))) {
      double lastId = -1;
      for (int round = 0; round < 3; round++) {
        LabProcess spinning = spin(cgroup);
        double other = lastId;
        Samples samples =
            daemon.await(
                "the cgroup, made anew",
                fresh -> {
                  assertThat(value(fresh, "cpu_usage_seconds_total", cgroup).orElse(0))
                      .isGreaterThan(0.3);
                  assertThat(id(fresh, cgroup)).isNotEqualTo(other);
                });
        lastId = id(samples, cgroup);
        double used = value(samples, "cpu_usage_seconds_total", cgroup).orElseThrow();
        spinning.close();
        lab.remove(cgroup);
        lab.cgroup("again");
        double was = lastId;
        daemon.await(
            "that it is empty",
            fresh -> {
              assertThat(id(fresh, cgroup)).isNotEqualTo(was);
              assertThat(value(fresh, "cpu_usage_seconds_total", cgroup).orElseThrow())
                  .isLessThan(used);
              assertThat(states(fresh, "populated", "state", cgroup)).containsEntry("empty", 1.0);
            });
      }
      lab.remove(cgroup);
      Samples gone =
          daemon.await(
              "that it is gone",
              fresh -> assertThat(states(fresh, "type", "type", cgroup)).isEmpty());
      assertThat(gone.named("cgck_stats_errors_total")).isEmpty();
    }
  }

  private static double id(Samples samples, Cgroup cgroup) {
    return samples
        .value("cgck_cgroup_id", Map.of("cgroup", cgroup.path(), "hierarchy", "unified"))
        .orElse(-1);
  }

  /** The same names, whichever version of cgroups has the controller. */
  @Test
  void limitsAndUseOfCgroupV1() throws IOException {
    try (ControllerCgroup memory = ControllerCgroup.make("memory");
        ControllerCgroup pids = ControllerCgroup.make("pids");
        ControllerCgroup cpu = ControllerCgroup.make("cpu");
        ControllerCgroup freezer = ControllerCgroup.make("freezer");
        ControllerCgroup above = ControllerCgroup.make("memory")) {
      ControllerCgroup below = above.child("below");
      memory.write("memory.limit_in_bytes", "100M");
      above.write("memory.limit_in_bytes", "50M");
      pids.write("pids.max", "77");
      cpu.write("cpu.cfs_period_us", "50000");
      cpu.write("cpu.cfs_quota_us", "75000");
      cpu.write("cpu.shares", "512");
      LabProcess sleeper = lab.start(lab.cgroup("v1"), "sleep", "300");
      LabProcess other = lab.start(lab.cgroup("v1"), "sleep", "300");
      List.of(memory, pids, cpu, freezer).forEach(each -> each.add(sleeper.pid()));
      below.add(other.pid());
      freezer.write("freezer.state", "FROZEN");
      try (CgckDaemon daemon = daemon("cgroups: {stats: true}\n")) {
        Samples samples = daemon.awaitFreshScan();

        assertThat(of(samples, "memory_max_bytes", memory)).isEqualTo(100 << 20);
        assertThat(of(samples, "memory_bytes", memory))
            .isEqualTo(Double.parseDouble(memory.read("memory.usage_in_bytes")));
        assertThat(of(samples, "memory_max_bytes", below)).isInfinite();
        assertThat(of(samples, "pids_max", pids)).isEqualTo(77);
        assertThat(of(samples, "pids", pids)).isEqualTo(1);
        assertThat(of(samples, "cpu_max_cores", cpu)).isEqualTo(1.5);
        assertThat(of(samples, "cpu_period_seconds", cpu)).isEqualTo(0.05);
        assertThat(of(samples, "cpu_weight", cpu)).isEqualTo(50);
        assertThat(
                samples.value(
                    "cgck_cgroup_memory_effective_max_bytes",
                    Map.of("cgroup", below.path(), "binding", above.path())))
            .as("a lower limit above binds")
            .hasValue(50 << 20);
        assertThat(
                samples.value(
                    "cgck_cgroup_freezer", Map.of("cgroup", freezer.path(), "state", "frozen")))
            .hasValue(1);
      } finally {
        freezer.write("freezer.state", "THAWED");
      }
    }
  }

  private static double of(Samples samples, String name, ControllerCgroup cgroup) {
    return samples
        .value("cgck_cgroup_" + name, Map.of("cgroup", cgroup.path()))
        .orElseThrow(() -> new AssertionError(name + " of " + cgroup.path() + " is missing"));
  }

  @Test
  void aLimitThatIsResetViolatesUntilItIsSetAgain() throws IOException {
    try (ControllerCgroup memory = ControllerCgroup.make("memory")) {
      memory.write("memory.limit_in_bytes", "64M");
      LabProcess sleeper = lab.start(lab.cgroup("bounded"), "sleep", "300");
      memory.add(sleeper.pid());
      String rules =
          """
          expectations:
            - name: at-most
              match: {cgroup: %s}
              expect: {limits: {memory.max: "<= 64MiB"}}
              severity: critical
              labels: {team: web}
            - name: stays
              match: {cgroup: "%s/**"}
              expect: {limits: {memory.max: unchanged}}
          """
              .formatted(memory.path(), lab.top().path());
      try (CgckDaemon daemon = daemon(rules)) {
        Samples before = daemon.awaitFreshScan();
        assertThat(expected(before, "at-most", memory)).hasValue(1);
        assertThat(expected(before, "stays", memory)).hasValue(1);
        assertThat(before.named("cgck_cgroup_violation_info")).isEmpty();
        assertThat(before.named("cgck_cgroup_memory_max_bytes"))
            .as("statistics that nobody asked for")
            .isEmpty();

        memory.write("memory.limit_in_bytes", "-1");
        Samples reset =
            daemon.await(
                "violations",
                fresh -> {
                  assertThat(expected(fresh, "at-most", memory)).hasValue(0);
                  assertThat(expected(fresh, "stays", memory)).hasValue(0);
                });
        assertThat(
                reset.one("cgck_cgroup_violation_info", Map.of("expectation", "at-most")).labels())
            .isEqualTo(
                Map.of(
                    "expectation", "at-most",
                    "cgroup", memory.path(),
                    "expected", "memory.max <= 64MiB",
                    "actual", "memory.max max",
                    "binding", memory.path(),
                    "severity", "critical",
                    "team", "web"));
        assertThat(
                reset
                    .one("cgck_cgroup_violation_info", Map.of("expectation", "stays"))
                    .label("expected"))
            .isEqualTo("memory.max 64MiB");
        assertThat(daemon.log())
            .contains("msg=\"expectation violated\" expectation=at-most severity=critical cgroup=");

        memory.write("memory.limit_in_bytes", "64M");
        Samples righted =
            daemon.await(
                "that it is right again",
                fresh -> {
                  assertThat(expected(fresh, "at-most", memory)).hasValue(1);
                  assertThat(expected(fresh, "stays", memory)).hasValue(1);
                });
        assertThat(
                righted.value(
                    "cgck_expectation_cgroup_violations_total", Map.of("expectation", "at-most")))
            .hasValue(1);
      }
    }
  }

  private static OptionalDouble expected(Samples samples, String rule, ControllerCgroup cgroup) {
    return samples.value(
        "cgck_cgroup_expected", Map.of("expectation", rule, "cgroup", cgroup.path()));
  }
}

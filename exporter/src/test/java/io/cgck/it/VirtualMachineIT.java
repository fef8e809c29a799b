package io.cgck.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.lab.GuestProcess;
import io.cgck.lab.GuestProcess.Hierarchies;
import io.cgck.lab.GuestReport;
import io.cgck.lab.Sample;
import io.cgck.lab.Samples;
import io.cgck.lab.VirtualMachine;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Installed from the tarball on hosts that the test's own cannot be: one for each cgroup mode. */
@ParameterizedClass
@EnumSource
class VirtualMachineIT {
  /** What systemd makes of the hierarchies. */
  enum Mode {
    UNIFIED("systemd.unified_cgroup_hierarchy=1"),
    HYBRID("systemd.unified_cgroup_hierarchy=0 systemd.legacy_systemd_cgroup_controller=0"),
    LEGACY("systemd.unified_cgroup_hierarchy=0 systemd.legacy_systemd_cgroup_controller=1");

    private final String kernelOptions;

    Mode(String kernelOptions) {
      this.kernelOptions = kernelOptions;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Code that a compiler makes would be translated once more: interpreting is faster. */
  private static final String NO_COMPILER = "systemd.setenv=CGCK_JAVA_OPTS=-Xint";

  /** The default of {@code processes.min_age}, in seconds. */
  private static final double SHOWN_AT_AGE = 10;

  private static final String ONLY_SYS_PTRACE = "0000000000080000";

  private static final String BOUNDED = "/vm.slice/vm-bounded.slice/vm-test-bounded.service";

  private static VirtualMachine machine;
  private static GuestReport report;

  @Parameter private Mode mode;

  @BeforeAll
  static void prepare() {
    machine = VirtualMachine.prepare();
  }

  @AfterAll
  static void clear() {
    if (machine != null) {
      machine.close();
    }
  }

  @BeforeParameterizedClassInvocation
  static void boot(Mode mode) {
    report = machine.boot(mode.kernelOptions, NO_COMPILER);
    System.out.printf(
        "%s: booted in %.1f s, cgck installed and ready after %.1f s more, powered off at %.1f s%n",
        mode.label(),
        report.uptime("uptime-before-install"),
        report.uptime("uptime-after-install") - report.uptime("uptime-before-install"),
        report.uptime("uptime-at-end"));
  }

  @Test
  void isInstalledAndAnswersAtOnce() {
    assertThat(report.line("system-state")).isEqualTo("running");
    assertThat(report.text("install")).contains("cgck is installed and runs");
    assertThat(report.value("properties", "ActiveState")).isEqualTo("active");
    assertThat(report.value("properties", "NRestarts")).isEqualTo("0");
    assertThat(report.samples("first-answer").sum("cgck_scan_duration_seconds_count"))
        .isGreaterThanOrEqualTo(1);
  }

  @Test
  void knowsTheMode() {
    assertThat(report.samples("metrics").values("cgck_cgroup_mode_info"))
        .isEqualTo(Map.of(Map.of("mode", mode.label()), 1.0));
  }

  @Test
  void showsWhereEachProcessIs() {
    Samples samples = report.samples("metrics");

    assertThat(stable())
        .filteredOn(process -> !process.kernelThread())
        .allSatisfy(
            process -> {
              Sample info = samples.one("cgck_process_info", pid(process));
              assertThat(info.label("comm")).isEqualTo(process.comm());
              assertThat(info.label("cgroup")).isEqualTo(process.cgroup());
              assertThat(info.label("cgroup_ns")).isEqualTo(process.namespaces().get("cgroup"));
              assertThat(namespaces(samples, process)).isEqualTo(process.namespaces());
              assertThat(hierarchies(samples, process))
                  .isEqualTo(mode == Mode.UNIFIED ? Map.of() : process.hierarchies());
            });
    assertThat(stable())
        .filteredOn(GuestProcess::kernelThread)
        .isNotEmpty()
        .allSatisfy(thread -> assertThat(samples.with("cgck_process_info", pid(thread))).isEmpty());
  }

  /** The truth itself: what the guest started, where it was started. */
  @Test
  void sawAllKindsOfProcesses() {
    Map<String, GuestProcess> sleepers =
        stable().stream()
            .filter(process -> process.comm().equals("sleep"))
            .collect(Collectors.toMap(GuestProcess::cgroup, process -> process));
    GuestProcess first =
        stable().stream().filter(process -> process.pid() == 1).findFirst().orElseThrow();

    assertThat(sleepers)
        .containsOnlyKeys(
            "/system.slice/vm-test-root.service",
            "/system.slice/vm-test-nobody.service",
            "/system.slice/vm-test-cgroup.service",
            "/system.slice/vm-test-namespaces.service",
            "/vm.slice/vm-test.slice/vm-test-deep.slice/vm-test-slice.service");
    assertThat(first.namespaces()).hasSize(8);
    assertThat(sleepers.get("/system.slice/vm-test-root.service").namespaces())
        .isEqualTo(first.namespaces());
    assertThat(sleepers.get("/system.slice/vm-test-namespaces.service").namespaces())
        .hasSize(8)
        .allSatisfy((kind, inode) -> assertThat(inode).isNotEqualTo(first.namespaces().get(kind)));
  }

  @Test
  void limitsAreInForce() {
    assertThat(report.line("memory-limit"))
        .isEqualTo(report.value("properties", "MemoryMax"))
        .matches("\\d+");
    assertThat(report.line("pids-limit"))
        .isEqualTo(report.value("properties", "TasksMax"))
        .matches("\\d+");
  }

  /** All that stood still in the files while cgck read them is in the metrics as it was. */
  @Test
  void theFilesOfCgroupsAreAsTheKernelHasThem() {
    CgroupFilesOfGuest files = CgroupFilesOfGuest.stable(report, "files-before", "files-after");
    Samples samples = report.samples("cgroup-metrics");
    Map<String, Double> expected = files.expected(BOUNDED);
    Map<String, Double> found =
        expected.keySet().stream()
            .collect(
                Collectors.toMap(
                    name -> name,
                    name ->
                        samples
                            .value("cgck_cgroup_" + name, Map.of("cgroup", BOUNDED))
                            .orElse(Double.NaN)));

    assertThat(found).isEqualTo(expected);
    assertThat(expected)
        .as("as systemd was told")
        .containsEntry("memory_max_bytes", (double) (64 << 20))
        .containsEntry("cpu_max_cores", 1.5)
        .containsEntry("cpu_weight", 200.0)
        .containsEntry("pids_max", 55.0)
        .containsKeys("memory_bytes", "memory_anon_bytes", "pids", "cpu_usage_seconds_total");
    assertThat(
            samples.value(
                "cgck_cgroup_memory_effective_max_bytes",
                Map.of("cgroup", BOUNDED, "binding", "/vm.slice/vm-bounded.slice")))
        .hasValue(32 << 20);
    assertThat(samples.named("cgck_stats_errors_total")).isEmpty();
  }

  @Test
  void aLimitThatSystemdTakesAwayIsAViolation() {
    Sample violation =
        report.samples("violated-metrics").named("cgck_cgroup_violation_info").getFirst();

    assertThat(violation.labels())
        .containsEntry("expectation", "bounded")
        .containsEntry("cgroup", BOUNDED)
        .containsEntry("expected", "memory.max <= 32MiB")
        .containsEntry("actual", "memory.max 64MiB")
        .containsEntry("binding", BOUNDED);
  }

  @Test
  void aLimitThatIsResetByHandIsAViolationUntilItIsAsItWas() {
    Sample violation =
        report.samples("by-hand-metrics").named("cgck_cgroup_violation_info").getFirst();

    assertThat(report.line("pids-by-systemd")).isEqualTo("55");
    assertThat(violation.labels())
        .containsEntry("cgroup", BOUNDED)
        .containsEntry("expected", "pids.max 55");
    assertThat(violation.label("actual")).as("none, or that of a slice").startsWith("pids.max ");
    assertThat(report.samples("righted-metrics").named("cgck_cgroup_violation_info")).isEmpty();
  }

  @Test
  void runsWithTheLeastRights() {
    assertThat(report.value("properties", "User")).isEqualTo("cgck");
    assertThat(report.value("status", "Uid")).doesNotStartWith("0");
    for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
      assertThat(report.value("status", set)).as(set).isEqualTo(ONLY_SYS_PTRACE);
    }
    assertThat(report.value("status", "NoNewPrivs")).isEqualTo("1");
    assertThat(report.value("status", "Seccomp")).as("with a filter").isEqualTo("2");
  }

  @Test
  void dropInLetsTheServiceReadATraceInstance() {
    assertThat(report.line("tracing-owner")).isEqualTo("root:cgck");
    assertThat(report.value("tracing-status", "Uid")).doesNotStartWith("0");
    for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
      assertThat(report.value("tracing-status", set)).as(set).isEqualTo(ONLY_SYS_PTRACE);
    }
    assertThat(report.text("trace"))
        .containsPattern("moves are reported by the kernel: prepared trace instance")
        .containsPattern(
            "msg=\"process moved\" pid=%s comm=sleep .* from=/system.slice/vm-test-root.service"
                    .formatted(report.line("moved"))
                + " to=/vm-test-move source=trace mover_pid=[0-9]+ mover_comm=tee ");
    Samples samples = report.samples("traced-metrics");
    assertThat(samples.one("cgck_trace_up", Map.of()).value()).isEqualTo(1);
    assertThat(samples.sum("cgck_trace_events_malformed_total")).isZero();
  }

  @Test
  void dropInOpensNothingElseOfTracing() {
    assertThat(report.text("tracing-rights-before"))
        .isEqualTo(
            """
            /sys/kernel/tracing root:root 700
            /sys/kernel/tracing/instances root:root 750
            """);
    assertThat(report.text("tracing-rights-meanwhile"))
        .isEqualTo(report.text("tracing-rights-before"));
    assertThat(report.text("tracing-rights-after")).isEqualTo(report.text("tracing-rights-before"));
    assertThat(report.line("tracing-seen")).isEqualTo(report.line("tracing-instance"));
    assertThat(report.text("tracing-all").lines())
        .containsExactly(
            "/sys/kernel/tracing",
            "/sys/kernel/tracing/instances",
            "/sys/kernel/tracing/instances/cgck",
            "/sys/kernel/tracing/saved_cmdlines");
    assertThat(report.text("tracing-refused").lines())
        .as("from outside of the service, without its group, and to write")
        .satisfiesExactly(
            outside -> assertThat(outside).contains("head").endsWith("Permission denied"),
            others -> assertThat(others).contains("head").endsWith("Permission denied"),
            writing -> assertThat(writing).contains("tee").endsWith("Read-only file system"),
            written -> assertThat(written).isEqualTo("0"));
  }

  @Test
  void dropInComesAndGoesWithTheService() {
    assertThat(report.text("tracing-start")).doesNotContain("rmdir");
    assertThat(report.line("tracing-left-after-a-crash")).isEqualTo("no");
    assertThat(report.line("tracing-after-the-restart")).isEqualTo("yes");
    assertThat(report.line("tracing-left")).as("after the service was stopped").isEqualTo("no");
  }

  private static List<GuestProcess> stable() {
    return report.stable("before", "after", SHOWN_AT_AGE);
  }

  private static Map<String, String> pid(GuestProcess process) {
    return Map.of("pid", Long.toString(process.pid()));
  }

  /** By the name in {@code /proc/PID/ns}. */
  private static Map<String, String> namespaces(Samples samples, GuestProcess process) {
    return samples.one("cgck_process_namespace_info", pid(process)).labels().entrySet().stream()
        .filter(label -> label.getKey().endsWith("_ns"))
        .collect(
            Collectors.toMap(
                label -> label.getKey().replaceFirst("_ns$", ""), Map.Entry::getValue));
  }

  private static Map<String, Hierarchies> hierarchies(Samples samples, GuestProcess process) {
    return samples.with("cgck_process_hierarchy_info", pid(process)).stream()
        .collect(
            Collectors.toMap(
                sample -> sample.label("cgroup"),
                sample ->
                    Hierarchies.parse(sample.label("hierarchy"), sample.label("controllers"))));
  }
}

package io.cgck.stats;

import static io.cgck.fixture.Sketch.process;
import static io.cgck.stats.CgroupsInTheMaking.effective;
import static io.cgck.stats.CgroupsInTheMaking.paths;
import static io.cgck.stats.CgroupsInTheMaking.standings;
import static io.cgck.stats.CgroupsInTheMaking.stats;
import static io.cgck.stats.CgroupsInTheMaking.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.expect.CgroupFindings;
import io.cgck.model.CgroupPath;
import io.cgck.model.LimitKind;
import io.cgck.model.Quantity;
import io.cgck.model.ScanError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over directories that look like cgroups; {@code CgroupFilesIT} looks at the kernel's. */
class CgroupWatchTest {
  private static final String STATS = "cgroups: {stats: true}\n";
  private static final String MEMORY_OF_W =
      "expectations: [{name: a, match: {comm: w}, expect: {limits: {memory.max: '%s'}}}]\n";

  @TempDir private Path sysfs;

  private CgroupsInTheMaking host(String configuration) {
    return host(configuration, 100);
  }

  /** Three levels, of which the middle one has the lowest limit. */
  private CgroupsInTheMaking host(String configuration, int mostOpen) {
    CgroupsInTheMaking host = new CgroupsInTheMaking(sysfs, mostOpen, configuration);
    host.cgroup("/", "cpu memory pids");
    host.cgroup("/a", "cpu memory pids");
    host.file("/a", "memory.max", "8192");
    host.file("/a", "memory.current", "100");
    host.cgroup("/a/b", "memory pids");
    host.file("/a/b", "memory.max", "4096");
    host.file("/a/b", "pids.max", "max");
    host.file("/a/b", "pids.current", "7");
    host.cgroup("/a/b/c", "memory");
    host.file("/a/b/c", "memory.max", "max");
    host.file("/a/b/c", "memory.current", "18446744073709551615");
    return host;
  }

  /** Whether directories stay open or not. */
  @ParameterizedTest
  @ValueSource(ints = {0, 2, 100})
  void theLowestLimitOnTheWayUpBinds(int mostOpen) {
    try (CgroupsInTheMaking host = host(STATS, mostOpen)) {
      for (int look = 0; look < 3; look++) {
        CgroupFindings findings = host.look(process(1, "w", "/a/b/c"), process(2, "v", "/a"));

        assertThat(effective(findings, "/a/b/c", LimitKind.MEMORY_MAX)).isEqualTo("4096.0 /a/b");
        assertThat(effective(findings, "/a/b", LimitKind.MEMORY_MAX)).isEqualTo("4096.0 /a/b");
        assertThat(effective(findings, "/a", LimitKind.MEMORY_MAX)).isEqualTo("8192.0 /a");
        assertThat(effective(findings, "/", LimitKind.MEMORY_MAX)).isEqualTo("Infinity -");
        assertThat(effective(findings, "/a/b/c", LimitKind.PIDS_MAX)).isEqualTo("Infinity -");
        assertThat(value(findings, "/a/b/c", Quantity.MEMORY_MAX_BYTES))
            .hasValue(Double.POSITIVE_INFINITY);
        assertThat(value(findings, "/a/b/c", Quantity.MEMORY_BYTES)).hasValue(0x1p64);
        assertThat(value(findings, "/a/b/c", Quantity.PIDS_MAX))
            .as("a file that is not there is no limit, and no number")
            .isEmpty();
        assertThat(findings.errors()).isEmpty();
      }
    }
  }

  @Test
  void whatTheHostHasNoControllerForIsNotTold() {
    try (CgroupsInTheMaking host = host(STATS)) {
      host.cgroup("/", "memory");
      CgroupFindings findings = host.look(process(1, "w", "/a/b/c"));

      assertThat(effective(findings, "/a/b/c", LimitKind.PIDS_MAX)).isEqualTo("unknown");
      assertThat(effective(findings, "/a/b/c", LimitKind.MEMORY_MAX)).isEqualTo("4096.0 /a/b");
    }
  }

  @Test
  void aLimitThatCannotBeReadIsNoLimitThatIsMissing() throws IOException {
    try (CgroupsInTheMaking host = host(STATS + MEMORY_OF_W.formatted("<= 4KiB"))) {
      Files.delete(sysfs.resolve("fs/cgroup/a/b/memory.max"));
      Files.createDirectory(sysfs.resolve("fs/cgroup/a/b/memory.max"));

      CgroupFindings findings = host.look(process(1, "w", "/a/b/c"));

      assertThat(effective(findings, "/a/b/c", LimitKind.MEMORY_MAX)).isEqualTo("unknown");
      assertThat(standings(findings)).containsExactly("/a/b/c unknown");
      assertThat(findings.errors().keySet().stream().map(ScanError::file))
          .containsOnly("memory.max");
    }
  }

  /** An expectation about one limit makes no series of others, nor of cgroups nobody asked for. */
  @Test
  void onlyWhatIsAskedForIsTold() {
    String pidsOfB =
        "cgroups: {stats: true, stats_files: [pids], stats_include: [{cgroup: /a/b}]}\n";
    try (CgroupsInTheMaking host = host(pidsOfB + MEMORY_OF_W.formatted("<= 4KiB"))) {
      CgroupFindings findings = host.look(process(1, "w", "/a/b/c"));

      assertThat(paths(findings)).containsExactly("/a/b");
      assertThat(stats(findings, "/a/b").quantities())
          .isEqualTo(Map.of(Quantity.PIDS, 7.0, Quantity.PIDS_MAX, Double.POSITIVE_INFINITY));
      assertThat(stats(findings, "/a/b").controllers()).isEmpty();
      assertThat(stats(findings, "/a/b").type()).isEmpty();
      assertThat(findings.limits().get(new CgroupPath("/a/b")).keySet())
          .containsExactly(LimitKind.PIDS_MAX);
      assertThat(standings(findings)).containsExactly("/a/b/c met");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100})
  void aCgroupThatIsMadeAgainIsSeenAsNewAndBeginsAnew(int mostOpen) {
    try (CgroupsInTheMaking host = host(STATS, mostOpen)) {
      host.file("/a", "cpu.stat", "usage_usec 5000000");
      CgroupFindings before = host.look(process(1, "w", "/a"));
      // Keeps the inode from being given to another directory.
      host.cgroup("/placeholder", "");
      host.remove("/a");
      host.cgroup("/other", "");
      host.cgroup("/a", "cpu");
      host.file("/a", "cpu.stat", "usage_usec 7");

      CgroupFindings after = host.look(process(1, "w", "/a"));

      assertThat(value(before, "/a", Quantity.CPU_USAGE_SECONDS)).hasValue(5.0);
      assertThat(value(after, "/a", Quantity.CPU_USAGE_SECONDS)).hasValue(7e-6);
      assertThat(value(after, "/a", Quantity.MEMORY_BYTES)).as("of the old one").isEmpty();
      assertThat(stats(after, "/a").ids()).isNotEqualTo(stats(before, "/a").ids());
      assertThat(after.vanished()).isZero();
    }
  }

  @Test
  void cgroupsThatVanishAreNoErrorAndNoLongerTold() {
    String named = "cgroups: {stats: true, stats_include: [{cgroup: /**}, {cgroup: /not/there}]}\n";
    try (CgroupsInTheMaking host = host(named)) {
      host.look(process(1, "w", "/a/b/c"));
      host.remove("/a/b/c");

      CgroupFindings findings = host.look(process(1, "w", "/a/b/c"));

      assertThat(paths(findings)).containsExactly("/", "/a", "/a/b");
      assertThat(findings.vanished()).as("what was never there is not gone").isEqualTo(1);
      assertThat(findings.errors()).isEmpty();
    }
  }

  /** The controller is switched on and its limit set between two looks. */
  @Test
  void filesThatComeWithAControllerAreReadAtOnce() {
    try (CgroupsInTheMaking host = host(STATS)) {
      assertThat(value(host.look(process(1, "w", "/a/b/c")), "/a/b/c", Quantity.PIDS_MAX))
          .isEmpty();
      host.cgroup("/a/b/c", "memory pids");
      host.file("/a/b/c", "pids.max", "5");

      CgroupFindings findings = host.look(process(1, "w", "/a/b/c"));

      assertThat(value(findings, "/a/b/c", Quantity.PIDS_MAX)).hasValue(5.0);
      assertThat(effective(findings, "/a/b/c", LimitKind.PIDS_MAX)).isEqualTo("5.0 /a/b/c");
    }
  }

  @Test
  void withheldControllersAreThoseOfTheCgroupAboveAlone() {
    String onlyC = "cgroups: {stats: true, stats_include: [{cgroup: /a/b/c}]}\n";
    try (CgroupsInTheMaking host = host(onlyC)) {
      assertThat(stats(host.look(process(1, "w", "/a/b/c")), "/a/b/c").controllers())
          .isEqualTo(Map.of("memory", true, "pids", false));
    }
  }

  /** The same ones as have series of other kinds, so that they join. */
  @Test
  void theFullestComeFirstWhereThereIsNoRoomForAll() {
    try (CgroupsInTheMaking host = host("cgroups: {stats: true, limit: 2}\n")) {
      host.cgroup("/z", "");

      CgroupFindings findings =
          host.look(
              process(1, "w", "/z"),
              process(2, "w", "/z"),
              process(3, "w", "/a/b/c"),
              process(4, "w", "/a/b/c"),
              process(5, "w", "/a"));

      assertThat(paths(findings)).containsExactly("/a/b/c", "/z");
      assertThat(findings.overLimit()).isEqualTo(3);
    }
  }

  /** Everything that is told of cgroups joins with who made them. */
  @Test
  void whoMadeCgroupsWithoutProcessesIsTold() {
    String named =
        STATS
            + "expectations: [{name: a, match: {cgroup: /batch.slice},"
            + " expect: {limits: {memory.max: max}}}]";
    try (CgroupsInTheMaking host = host(named)) {
      host.cgroup("/batch.slice", "memory");
      host.cgroup("/batch.slice/x.service", "memory");
      CgroupFindings findings = host.look(process(1, "w", "/batch.slice/x.service"));

      assertThat(findings.made())
          .containsOnlyKeys(new CgroupPath("/"), new CgroupPath("/batch.slice"));
      assertThat(findings.made().get(new CgroupPath("/batch.slice")).slice())
          .isEqualTo("batch.slice");
    }
  }

  @Test
  void whatTheAllowanceIsNotForWaitsForItsTurn() {
    try (CgroupsInTheMaking host = host(STATS)) {
      host.configure(STATS, Duration.ZERO);
      CgroupFindings first = host.look(process(1, "w", "/a"));
      host.file("/a", "memory.current", "200");
      host.cgroup("/new", "memory");
      host.file("/new", "memory.current", "1");

      CgroupFindings second = host.look(process(1, "w", "/a"), process(2, "w", "/new"));

      assertThat(value(second, "/a", Quantity.MEMORY_BYTES)).as("not read again").hasValue(100.0);
      assertThat(value(second, "/new", Quantity.MEMORY_BYTES)).as("new").hasValue(1.0);
      assertThat(second.oldest()).isEqualTo(first.oldest());
      assertThat(second.oldest()).hasValueSatisfying(at -> assertThat(at).isBefore(Instant.MAX));

      host.configure(STATS, Duration.ofHours(1));
      assertThat(value(host.look(process(1, "w", "/a")), "/a", Quantity.MEMORY_BYTES))
          .hasValue(200.0);
    }
  }

  @Test
  void reloadTakesAwayWhatIsNotAskedForAnyMore() {
    try (CgroupsInTheMaking host = host(STATS + MEMORY_OF_W.formatted("<= 4KiB"))) {
      assertThat(paths(host.look(process(1, "w", "/a/b/c")))).isNotEmpty();

      host.configure(MEMORY_OF_W.formatted("<= 4KiB"), Duration.ofHours(1));
      CgroupFindings judged = host.look(process(1, "w", "/a/b/c"));
      assertThat(judged.asked()).isFalse();
      assertThat(paths(judged)).isEmpty();
      assertThat(judged.limits()).isEmpty();
      assertThat(standings(judged)).containsExactly("/a/b/c met");

      host.configure("", Duration.ofHours(1));
      host.look(process(1, "w", "/a/b/c"));
      assertThat(host.look(process(1, "w", "/a/b/c"))).isEqualTo(CgroupFindings.NONE);
    }
  }

  /** As on hybrid hosts: where a process is differs from hierarchy to hierarchy. */
  @Test
  void limitsOfV1AreThoseOfThePlaceInItsHierarchy() {
    try (CgroupsInTheMaking host =
        new CgroupsInTheMaking(sysfs, 100, STATS + MEMORY_OF_W.formatted("<= 8KiB")).hybrid()) {
      host.cgroup("/", "");
      host.cgroup("/here", "");
      host.file("/here", "cpu.stat", "usage_usec 1000000");
      host.file(host.memoryFile("/", "memory.limit_in_bytes"), "9223372036854771712");
      host.file(host.memoryFile("/m", "memory.limit_in_bytes"), "8192");
      host.file(host.memoryFile("/m", "memory.use_hierarchy"), "1");
      host.file(host.memoryFile("/m/n", "memory.limit_in_bytes"), "12288");

      CgroupFindings findings =
          host.look(process(1, "w", "/here").alsoIn(CgroupsInTheMaking.MEMORY, "/m/n"));

      assertThat(effective(findings, "/m/n", LimitKind.MEMORY_MAX)).isEqualTo("8192.0 /m");
      assertThat(value(findings, "/m/n", Quantity.MEMORY_MAX_BYTES)).hasValue(12288.0);
      assertThat(value(findings, "/m", Quantity.MEMORY_HIERARCHICAL)).isEmpty();
      assertThat(effective(findings, "/here", LimitKind.MEMORY_MAX)).isEqualTo("not told");
      assertThat(value(findings, "/here", Quantity.CPU_USAGE_SECONDS)).hasValue(1.0);
      assertThat(standings(findings)).containsExactly("/m/n met");

      // Before Linux 5.11 limits held for those below only where that was switched on.
      host.file(host.memoryFile("/m", "memory.use_hierarchy"), "0");
      CgroupFindings flat =
          host.look(process(1, "w", "/here").alsoIn(CgroupsInTheMaking.MEMORY, "/m/n"));
      assertThat(effective(flat, "/m/n", LimitKind.MEMORY_MAX)).isEqualTo("12288.0 /m/n");
      assertThat(standings(flat)).containsExactly("/m/n violated");
    }
  }

  /** A host without the controller, or whose hierarchy cannot be found: nobody is called met. */
  @Test
  void whatCannotBeFoundIsUnknown() {
    try (CgroupsInTheMaking host =
        new CgroupsInTheMaking(sysfs, 100, STATS + MEMORY_OF_W.formatted("<= 8KiB"))) {
      CgroupFindings findings = host.look(process(1, "w", "/a"));

      assertThat(standings(findings)).containsExactly("/a unknown");
      assertThat(paths(findings)).isEmpty();
      assertThat(findings.errors())
          .isEqualTo(Map.of(new ScanError("the root of unified", "not_found"), 1L));
    }
  }

  /** Names are bytes: what is no UTF-8 is told as {@code \xNN}, as the scan tells it. */
  @Test
  void namesOfAnyBytesAreRead() throws IOException, InterruptedException {
    try (CgroupsInTheMaking host = host(STATS)) {
      host.cgroup("/dev\\x2dsda", "memory");
      host.file("/dev\\x2dsda", "memory.current", "3");
      Process made =
          new ProcessBuilder(
                  "sh",
                  "-c",
                  "name=$(printf 'b\\303\\377') && mkdir \"$name\" && echo 4 >\"$name/memory.current\"")
              .directory(sysfs.resolve("fs/cgroup").toFile())
              .inheritIO()
              .start();
      assertThat(made.waitFor()).isZero();

      CgroupFindings findings =
          host.look(process(1, "w", "/dev\\x2dsda"), process(2, "w", "/b\\xc3\\xff"));

      assertThat(value(findings, "/dev\\x2dsda", Quantity.MEMORY_BYTES)).hasValue(3.0);
      assertThat(value(findings, "/b\\xc3\\xff", Quantity.MEMORY_BYTES)).hasValue(4.0);
    }
  }
}

package io.cgck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.cgck.cgroupfs.CgroupReader;
import io.cgck.config.Configuration;
import io.cgck.expect.Assessor;
import io.cgck.explain.MoveFeed;
import io.cgck.fixture.Sketch;
import io.cgck.fixture.TestHost;
import io.cgck.metrics.BuildInfo;
import io.cgck.metrics.Publisher;
import io.cgck.model.Capability;
import io.cgck.model.CgroupNamespace;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import io.cgck.model.NamespaceRoot;
import io.cgck.model.ScanError;
import io.cgck.model.Snapshot;
import io.cgck.model.Vantage;
import io.cgck.scan.ScanListener;
import io.cgck.scan.TraceBatch;
import io.cgck.stats.CgroupWatch;
import io.cgck.systemd.ServiceManager;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A daemon in which nothing happens costs next to nothing, however many processes there are. */
class SteadyScanTest {
  private static final int SCANS = 50;
  private static final long MOST_BYTES = 16 << 10;

  private final ThreadMXBean threads =
      (ThreadMXBean) ManagementFactory.getPlatformMXBean(java.lang.management.ThreadMXBean.class);
  private final Configuration configuration =
      TestHost.configuration(
          """
          processes: {exclude: [{comm: none}]}
          expectations:
            - {name: met, match: {comm: "a*"}, expect: {cgroup: /a/**}}
            - {name: pending, match: {comm: "a1"}, expect: {cgroup: /b}, for: 24h}
          """);
  private final ServiceReport report = new ServiceReport(ServiceManager.of(Map.of(), 1));
  private final ScanPipeline pipeline =
      new ScanPipeline(
          new Assessor(configuration.expectations(), System::nanoTime),
          new CgroupWatch(
              () -> new CgroupReader(Path.of("/sys"), Path.of("/proc")),
              CgroupFiles.plan(configuration)),
          new Publisher(configuration, new BuildInfo("1", "2", "3"), Clock.systemUTC()),
          new MoveFeed(10, 1),
          new EventLog(System::nanoTime),
          report,
          new Ending(report));

  @ParameterizedTest
  @CsvSource({"10, false", "5000, false", "5000, true"})
  void aScanInWhichNothingChangedMakesNoGarbageForEachProcess(int processes, boolean denied) {
    Snapshot first = snapshot(processes, denied);
    for (int scan = 0; scan < SCANS; scan++) {
      scanned(first, scan);
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int scan = SCANS; scan < 2 * SCANS; scan++) {
      scanned(first, scan);
    }
    long each = (threads.getCurrentThreadAllocatedBytes() - before) / SCANS;
    assertThat(each).as("bytes allocated after a scan").isLessThan(MOST_BYTES);
  }

  private static Snapshot snapshot(int processes, boolean denied) {
    Snapshot all =
        Sketch.snapshot(
            Instant.EPOCH,
            List.of(
                new CgroupNamespace(
                    new NamespaceId(NamespaceKind.CGROUP, 7), new NamespaceRoot.Unknown("test"))),
            IntStream.rangeClosed(1, processes)
                .mapToObj(pid -> Sketch.process(pid, "a" + pid, "/a/" + pid % 100).build())
                .toList());
    return with(
        all,
        0,
        denied
            ? new Vantage(true, Optional.of(true), Set.of(Capability.CAP_SYS_PTRACE))
            : all.vantage(),
        denied ? Map.of(new ScanError("ns/cgroup", "permission_denied"), 1L) : Map.of());
  }

  private void scanned(Snapshot first, int second) {
    Snapshot now = with(first, second, first.vantage(), first.errors());
    pipeline.scanned(new ScanListener.CompletedScan(now, 0.1, 5, true, TraceBatch.NONE));
  }

  /** The same objects at another time, as the scanner gives them. */
  private static Snapshot with(
      Snapshot of, int second, Vantage vantage, Map<ScanError, Long> errors) {
    return new Snapshot(
        Instant.ofEpochSecond(1_000_000 + second),
        of.duration(),
        vantage,
        of.mode(),
        of.hierarchies(),
        of.defaultHierarchy(),
        of.processes(),
        of.cgroupNamespaces(),
        of.mountNamespaces(),
        of.vanished(),
        of.hidden(),
        0,
        errors);
  }
}

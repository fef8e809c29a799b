package io.cgck.cli;

import static io.cgck.fixture.Sketch.process;
import static org.assertj.core.api.Assertions.assertThat;

import io.cgck.cgroupfs.CgroupReader;
import io.cgck.config.Configuration;
import io.cgck.expect.Assessor;
import io.cgck.explain.MoveFeed;
import io.cgck.fixture.Sketch;
import io.cgck.fixture.TestHost;
import io.cgck.metrics.BuildInfo;
import io.cgck.metrics.Publisher;
import io.cgck.scan.ScanListener;
import io.cgck.scan.TraceBatch;
import io.cgck.stats.CgroupWatch;
import io.cgck.systemd.ServiceManager;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScanPipelineTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final Configuration all = TestHost.configuration("processes: {min_age: 0s}");
  private final Configuration withoutSh =
      TestHost.configuration("processes: {min_age: 0s, exclude: [{comm: sh}]}");
  private final Publisher publisher =
      new Publisher(all, new BuildInfo("1", "2", "3"), Clock.systemUTC());
  private final MoveFeed moves = new MoveFeed(10, 1);
  private final ServiceReport report = new ServiceReport(ServiceManager.of(Map.of(), 1));
  private final ScanPipeline pipeline =
      new ScanPipeline(
          new Assessor(all.expectations(), System::nanoTime),
          new CgroupWatch(
              () -> new CgroupReader(Path.of("/sys"), Path.of("/proc")), CgroupFiles.plan(all)),
          publisher,
          moves,
          new EventLog(System::nanoTime),
          report,
          new Ending(report));

  private int scans;

  /** Both processes are where they were at the last scan, or in other cgroups. */
  private void scan(String cgroup) {
    scans++;
    pipeline.scanned(
        new ScanListener.CompletedScan(
            Sketch.snapshot(
                NOW.plusSeconds(scans), process(10, "sh", cgroup), process(20, "cat", cgroup)),
            0.1,
            5,
            true,
            TraceBatch.NONE));
  }

  private List<Integer> told() {
    return moves.contents().moves().stream()
        .map(told -> told.row().move().process().pid())
        .toList();
  }

  @Test
  void movesAreToldOfProcessesThatAreShownAndForgottenWhenOthersAre() {
    scan("/a");
    scan("/b");
    assertThat(told()).containsExactly(10, 20);

    publisher.configure(withoutSh);
    scan("/b");
    assertThat(told()).isEmpty();
    scan("/c");
    assertThat(told()).containsExactly(20);
    assertThat(moves.lastNumber()).isEqualTo(3);

    publisher.configure(withoutSh);
    scan("/c");
    assertThat(told()).as("after a reload that changes nothing").containsExactly(20);
  }
}

package io.cgck.cli;

import io.cgck.config.ProcessSettings;
import io.cgck.expect.Assessment;
import io.cgck.expect.Assessor;
import io.cgck.expect.CgroupFindings;
import io.cgck.explain.MoveFeed;
import io.cgck.kernel.FileMappings;
import io.cgck.metrics.Publisher;
import io.cgck.metrics.Shown;
import io.cgck.model.Move;
import io.cgck.model.Snapshot;
import io.cgck.query.ShownMoves;
import io.cgck.scan.Advice;
import io.cgck.scan.ScanListener;
import io.cgck.stats.CgroupWatch;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the daemon does with every scan: it is assessed, files of cgroups are read on the same
 * thread, which sees absolute paths and whose CPU time is bounded, all is published and logged, the
 * service manager is told, and what would let cgck see more is said once for each topic.
 */
final class ScanPipeline implements ScanListener {
  private static final Logger LOG = LoggerFactory.getLogger(ScanPipeline.class);

  private static final int SCANS_OF_THE_START = 2;

  private final Assessor assessor;
  private final CgroupWatch cgroups;
  private final Publisher publisher;
  private final MoveFeed moveFeed;
  private final EventLog eventLog;
  private final ServiceReport report;
  private final Ending ending;
  private final Set<Advice.Topic> given = EnumSet.noneOf(Advice.Topic.class);
  private CgroupFindings findings = CgroupFindings.NONE;
  private ProcessSettings toldBy = ProcessSettings.defaults();
  private long scans;

  ScanPipeline(
      Assessor assessor,
      CgroupWatch cgroups,
      Publisher publisher,
      MoveFeed moveFeed,
      EventLog eventLog,
      ServiceReport report,
      Ending ending) {
    this.assessor = assessor;
    this.cgroups = cgroups;
    this.publisher = publisher;
    this.moveFeed = moveFeed;
    this.eventLog = eventLog;
    this.report = report;
    this.ending = ending;
  }

  @Override
  public void scanned(CompletedScan scan) {
    Assessment assessment = assessor.assess(scan.snapshot(), scan.events(), scan.whole());
    // After a look at some processes only, what was read after the last scan still holds.
    findings =
        scan.whole() ? cgroups.look(assessment, System.nanoTime()) : findings.withNothingNew();
    publisher.publish(assessment, findings, scan.cpuSeconds(), scan.pauseSeconds(), scan.whole());
    publisher.shown().ifPresent(shown -> tell(assessment.moves(), shown));
    eventLog.log(assessment, findings.judgements());
    advise(scan.snapshot());
    report.scanned(assessment, findings.judgements());
    if (++scans == SCANS_OF_THE_START) {
      settle();
    }
  }

  /** A move of a process that another configuration showed may not be one to tell any more. */
  private void tell(List<Move> moves, Shown shown) {
    ProcessSettings showing = shown.selectedBy();
    if (!showing.equals(toldBy)) {
      moveFeed.forgetAll();
      toldBy = showing;
    }
    if (!moves.isEmpty()) {
      moveFeed.add(moves, new ShownMoves(shown));
    }
  }

  /** By now the daemon does only what it will do from then on. */
  private static void settle() {
    try {
      new FileMappings().release();
    } catch (IOException e) {
      LOG.debug("what only the start needed stays in memory", e);
    }
  }

  @Override
  public void failed(String why) {
    publisher.scanFailed();
    report.scanFailed(why);
  }

  @Override
  public void waiting() {
    report.waiting();
  }

  private void advise(Snapshot snapshot) {
    for (Advice advice : Advice.on(snapshot, given)) {
      given.add(advice.topic());
      LOG.warn("{}", advice.sentence());
    }
  }

  @Override
  public void ended(Throwable defect) {
    LOG.error("scanning failed for good; cgck ends rather than serve an old truth", defect);
    ending.fail();
  }
}

package io.cgck.cli;

import io.cgck.metrics.Publisher;
import io.cgck.scan.Advice;
import io.cgck.scan.ScanListener;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes every scan, and logs once for each topic what would let cgck see more. */
final class AdvisedPublisher implements ScanListener {
  private static final Logger LOG = LoggerFactory.getLogger(AdvisedPublisher.class);

  private final Publisher publisher;
  private final Ending ending;
  private final Set<Advice.Topic> given = EnumSet.noneOf(Advice.Topic.class);

  AdvisedPublisher(Publisher publisher, Ending ending) {
    this.publisher = publisher;
    this.ending = ending;
  }

  @Override
  public void scanned(CompletedScan scan) {
    publisher.scanned(scan);
    for (Advice advice : Advice.on(scan.snapshot())) {
      if (given.add(advice.topic())) {
        LOG.warn("{}", advice.sentence());
      }
    }
  }

  @Override
  public void ended(Throwable defect) {
    LOG.error("scanning failed for good; cgck ends rather than serve an old truth", defect);
    ending.fail();
  }
}

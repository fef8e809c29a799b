package io.cgck.cli;

import io.cgck.config.Configuration;
import io.cgck.expect.Assessor;
import io.cgck.metrics.Publisher;
import io.cgck.scan.ScanLoop;
import io.cgck.web.ReloadAction;
import io.cgck.web.ReloadResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the configuration file again while the daemon runs. What is wrong changes nothing. */
final class Reload implements ReloadAction {
  private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

  private final ConfigFile file;
  private final ThisHost host;
  private final Publisher publisher;
  private final Assessor assessor;
  private final ScanLoop loop;
  private final ServiceReport report;

  Reload(
      ConfigFile file,
      ThisHost host,
      Publisher publisher,
      Assessor assessor,
      ScanLoop loop,
      ServiceReport report) {
    this.file = file;
    this.host = host;
    this.publisher = publisher;
    this.assessor = assessor;
    this.loop = loop;
    this.report = report;
  }

  @Override
  public synchronized ReloadResult reload() {
    report.reloading();
    boolean failed = true;
    try {
      ReloadResult result = readAgain();
      failed = result instanceof ReloadResult.Failed;
      return result;
    } finally {
      report.reloaded(!failed);
    }
  }

  private ReloadResult readAgain() {
    if (file.path().isEmpty()) {
      LOG.warn("there is nothing to reload: cgck was started without --config.file");
      return new ReloadResult.NotConfigured();
    }
    try {
      Configuration configuration = file.load(host);
      publisher.configure(configuration);
      assessor.configure(configuration.expectations());
      loop.apply(Daemon.settings(configuration));
      LOG.info("the configuration was loaded again from {}", file.path().get());
      return new ReloadResult.Reloaded();
    } catch (CommandFailure e) {
      publisher.configurationFailed();
      LOG.error("the configuration stays as it was: {}", e.sentence());
      return new ReloadResult.Failed(e.sentence());
    }
  }
}

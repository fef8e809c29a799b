package io.cgck.cli;

import io.cgck.config.Configuration;
import io.cgck.web.ReloadAction;
import io.cgck.web.ReloadResult;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the configuration file again while the daemon runs. What is wrong changes nothing. */
final class Reload implements ReloadAction {
  private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

  private final ConfigFile file;
  private final ThisHost host;
  private final Consumer<Configuration> takers;
  private final Runnable failure;
  private final ServiceReport report;

  /**
   * Makes one.
   *
   * @param takers take a configuration that was read
   * @param failure is told of one that was not
   */
  Reload(
      ConfigFile file,
      ThisHost host,
      Consumer<Configuration> takers,
      Runnable failure,
      ServiceReport report) {
    this.file = file;
    this.host = host;
    this.takers = takers;
    this.failure = failure;
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
      takers.accept(configuration);
      LOG.info("the configuration was loaded again from {}", file.path().get());
      return new ReloadResult.Reloaded();
    } catch (CommandFailure e) {
      failure.run();
      LOG.error("the configuration stays as it was: {}", e.sentence());
      return new ReloadResult.Failed(e.sentence());
    }
  }
}

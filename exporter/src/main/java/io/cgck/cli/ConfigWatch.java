package io.cgck.cli;

import io.cgck.config.ConfigurationChange;
import io.cgck.web.ReloadAction;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration again whenever its file says something else, for where nobody can send
 * SIGHUP: the volume of a ConfigMap changes without a word.
 */
final class ConfigWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);

  private final Plan plan;
  private final ReloadAction reload;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().name("config-watch").daemon().unstarted(this::run);

  /**
   * What to look at, and how often.
   *
   * @param change whose first look was before the configuration was loaded
   * @param interval pause between looks
   */
  record Plan(ConfigurationChange change, Duration interval) {}

  private ConfigWatch(Plan plan, ReloadAction reload) {
    this.plan = plan;
    this.reload = reload;
  }

  static ConfigWatch start(Plan plan, ReloadAction reload) {
    ConfigWatch watch = new ConfigWatch(plan, reload);
    watch.thread.start();
    return watch;
  }

  private void run() {
    try {
      while (!stopped.await(plan.interval().toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A defect at one reload must not be the end of all later ones, as it is not with SIGHUP. */
  private void look() {
    try {
      if (plan.change().look()) {
        reload.reload();
      }
    } catch (Throwable t) {
      LOG.error("the changed configuration could not be read again", t);
    }
  }

  /** Ends the looking; a reload that is under way is waited for, unless its file blocks. */
  void stop() throws InterruptedException {
    stopped.countDown();
    if (!thread.join(PATIENCE)) {
      LOG.warn("the configuration file cannot be read, nor can that be ended");
    }
  }
}

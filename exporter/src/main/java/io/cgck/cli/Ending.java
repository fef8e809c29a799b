package io.cgck.cli;

import io.cgck.web.ReloadAction;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why and when the daemon ends, and what SIGHUP does until then. */
final class Ending {
  private static final Logger LOG = LoggerFactory.getLogger(Ending.class);
  private static final int FAILED = 1;
  private static final int SIGTERM_STATUS = 143;
  private static final long CLEAN_UP_SECONDS = 20;

  private final CompletableFuture<Integer> status = new CompletableFuture<>();
  private final CountDownLatch cleanedUp = new CountDownLatch(1);

  private final ServiceReport report;
  private Optional<ReloadAction> reload = Optional.empty();
  private boolean hangUpPending;

  Ending(ServiceReport report) {
    this.report = report;
  }

  /** Takes signals from now on; a SIGHUP that comes before it can be obeyed is kept until then. */
  void listen() {
    HangUpSignal.handle(this::hangUp);
    // The virtual machine ends with 143 by itself when its hooks are done; this one waits until the
    // main thread has closed all that is open.
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
  }

  private synchronized void hangUp() {
    hangUpPending = reload.isEmpty();
    reload.ifPresent(ReloadAction::reload);
  }

  private synchronized void reloadWith(ReloadAction action) {
    reload = Optional.of(action);
    if (hangUpPending) {
      hangUp();
    }
  }

  /** The daemon cannot go on. */
  void fail() {
    status.complete(FAILED);
  }

  /** Waits for the end and gives the exit status. */
  int await(ReloadAction action) throws InterruptedException {
    reloadWith(action);
    try {
      return status.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end cannot be waited for", e);
    }
  }

  private void stop() {
    if (status.complete(SIGTERM_STATUS)) {
      LOG.info("stopping");
      report.stopping();
      try {
        if (!cleanedUp.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS)) {
          LOG.warn("not all could be closed within {} s", CLEAN_UP_SECONDS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** All that was open is closed, or was never opened. */
  void closed() {
    status.complete(FAILED);
    cleanedUp.countDown();
  }
}

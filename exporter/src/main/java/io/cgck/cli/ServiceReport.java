package io.cgck.cli;

import io.cgck.expect.Assessment;
import io.cgck.expect.LimitJudgements;
import io.cgck.expect.State;
import io.cgck.systemd.ServiceManager;
import java.util.stream.Stream;

/**
 * What the service manager is told of the daemon, by every thread that knows something of it. The
 * daemon is ready when it serves and the first scan has ended, whichever comes last.
 */
final class ServiceReport {
  private final ServiceManager manager;
  private boolean serving;
  private boolean scanned;
  private boolean configurationBroken;
  private String findings = "The first scan has not ended yet";
  private String told = "";

  ServiceReport(ServiceManager manager) {
    this.manager = manager;
  }

  /** The web server answers. */
  synchronized void serving() {
    serving = true;
    becomeReady();
  }

  /** A scan ended; only that, or waiting for the next one, shows that the daemon has not hung. */
  synchronized void scanned(Assessment assessment, LimitJudgements limits) {
    if (!manager.isPresent()) {
      return;
    }
    manager.alive();
    findings = findings(assessment, limits);
    tell();
    if (!scanned) {
      scanned = true;
      becomeReady();
    }
  }

  synchronized void scanFailed(String why) {
    manager.alive();
    findings = "Cannot scan: " + why;
    tell();
  }

  /** The next scan is waited for. */
  void waiting() {
    manager.alive();
  }

  synchronized void reloading() {
    manager.reloading();
  }

  synchronized void reloaded(boolean successfully) {
    configurationBroken = !successfully;
    tell();
    becomeReady();
  }

  void stopping() {
    manager.stopping();
  }

  private void becomeReady() {
    if (serving && scanned) {
      manager.ready();
    }
  }

  private void tell() {
    String status =
        configurationBroken
            ? findings
                + "; the configuration file is broken (see the log), what it said before holds"
            : findings;
    // The service manager wakes up for each, and tells everyone who listens on the bus.
    if (!status.equals(told)) {
      told = status;
      manager.status(status);
    }
  }

  private static String findings(Assessment assessment, LimitJudgements limits) {
    long violations =
        Stream.concat(
                assessment.judgements().tallies().values().stream(),
                limits.tallies().values().stream())
            .mapToLong(tally -> tally.in(State.VIOLATED))
            .sum();
    return "Watching %d processes; %s"
        .formatted(
            assessment.snapshot().processes().size(),
            switch ((int) Math.min(violations, 2)) {
              case 0 -> "no violations of expectations";
              case 1 -> "1 violation of an expectation";
              default -> violations + " violations of expectations";
            });
  }
}

package io.cgck.cli;

import io.cgck.config.Configuration;
import io.cgck.expect.Assessment;
import io.cgck.expect.Assessor;
import io.cgck.model.Detail;
import io.cgck.model.Snapshot;
import io.cgck.procfs.ProcfsException;
import io.cgck.scan.Advice;
import io.cgck.scan.Scanner;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** The flags of commands that look once, and the look. */
final class OneLook {
  private final ProcfsFlag procfs = new ProcfsFlag();

  void addTo(CommandSpec command) {
    procfs.addTo(command);
  }

  /** The host that is looked at. */
  ThisHost host() {
    return new ThisHost(procfs.path());
  }

  /** Scans once, on the calling thread. */
  Snapshot take(Set<Detail> details) throws CommandFailure {
    try (Scanner scanner = Scanner.open(procfs.path(), Clock.systemUTC())) {
      return scanner.scan(details, Duration.ZERO);
    } catch (ProcfsException e) {
      throw ProcfsFlag.failure(e);
    }
  }

  /** Scans once, and judges by the expectations of a configuration. */
  Assessment assess(Configuration configuration) throws CommandFailure {
    return new Assessor(configuration.expectations(), System::nanoTime)
        .assess(take(configuration.details()));
  }

  /** Tells on standard error what could not be read, and what would help. */
  static void advise(Snapshot snapshot, PrintWriter err) {
    for (Advice advice : Advice.on(snapshot, Set.of())) {
      err.println("note: " + advice.sentence());
    }
  }
}

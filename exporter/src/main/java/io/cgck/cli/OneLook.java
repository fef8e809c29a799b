package io.cgck.cli;

import io.cgck.config.Configuration;
import io.cgck.expect.Assessment;
import io.cgck.expect.Assessor;
import io.cgck.expect.CgroupFindings;
import io.cgck.model.Detail;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import io.cgck.procfs.ProcfsException;
import io.cgck.scan.Advice;
import io.cgck.scan.Scanner;
import io.cgck.stats.CgroupWatch;
import io.cgck.stats.Plan;
import io.cgck.stats.Situation;
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

  /** One look, at processes and then at the files of cgroups. */
  record Findings(Assessment assessment, CgroupFindings cgroups) {}

  /** Scans once, reads the files of cgroups and judges by the expectations of a configuration. */
  Findings assess(Configuration configuration, CgroupFiles files) throws CommandFailure {
    Assessment assessment = assess(configuration);
    return new Findings(assessment, read(files, CgroupFiles.planAtOnce(configuration), assessment));
  }

  private CgroupFindings read(CgroupFiles files, Plan plan, Assessment assessment) {
    try (CgroupWatch watch = files.watch(procfs.path(), plan)) {
      return watch.look(assessment, System.nanoTime());
    }
  }

  /** Reads the files of all cgroups with processes. */
  CgroupFindings readAll(CgroupFiles files, Assessment assessment) {
    return read(files, CgroupFiles.PLAN_FOR_ALL, assessment);
  }

  /** What the cgroups of a process mean for it. */
  Situation situation(CgroupFiles files, Snapshot snapshot, ProcessInfo process) {
    try (CgroupWatch watch = files.watch(procfs.path(), CgroupFiles.PLAN_FOR_ALL)) {
      return watch.situation(snapshot, process);
    }
  }

  /** Tells on standard error what could not be read, and what would help. */
  static void advise(Snapshot snapshot, PrintWriter err) {
    for (Advice advice : Advice.on(snapshot, Set.of())) {
      err.println("note: " + advice.sentence());
    }
  }
}

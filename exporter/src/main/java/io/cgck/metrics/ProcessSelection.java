package io.cgck.metrics;

import io.cgck.attribute.Attribution;
import io.cgck.config.ProcessSettings;
import io.cgck.expect.Assessment;
import io.cgck.expect.Judgements;
import io.cgck.model.Placement;
import io.cgck.model.ProcessInfo;
import io.cgck.model.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which processes get series of their own.
 *
 * @param shown by PID
 * @param excluded how many the configuration leaves out
 * @param overLimit how many the limit leaves out
 */
record ProcessSelection(List<ProcessInfo> shown, int excluded, int overLimit) {
  ProcessSelection {
    shown = List.copyOf(shown);
  }

  /**
   * Selects. What violates an expectation is shown even if it is young or the matchers of the
   * settings leave it out: an alert must be able to name it. Where the limit bites, violations come
   * first, then other processes out of place, then those in private cgroup namespaces, then the
   * oldest.
   */
  static ProcessSelection of(Assessment assessment, ProcessSettings settings) {
    Snapshot snapshot = assessment.snapshot();
    Judgements judgements = assessment.judgements();
    List<ProcessInfo> wanted = new ArrayList<>();
    for (ProcessInfo process : snapshot.processes()) {
      if (isWanted(process, settings, assessment)) {
        wanted.add(process);
      }
    }
    int excluded = snapshot.processes().size() - wanted.size();
    int overLimit = Math.max(0, wanted.size() - settings.limit());
    if (overLimit > 0) {
      wanted.sort(
          Comparator.comparing((ProcessInfo process) -> !judgements.isViolatedBy(process.id()))
              .thenComparing(process -> !isOutOfPlace(process.placement()))
              .thenComparing(process -> !process.hasPrivateCgroupNamespace())
              .thenComparingLong(process -> process.id().startTicks())
              .thenComparingInt(ProcessInfo::pid));
      wanted = new ArrayList<>(wanted.subList(0, settings.limit()));
      wanted.sort(Comparator.comparingInt(ProcessInfo::pid));
    }
    return new ProcessSelection(wanted, excluded, overLimit);
  }

  private static boolean isOutOfPlace(Placement placement) {
    return placement.outside().orElse(false) || placement.staleMount().orElse(false);
  }

  private static boolean isWanted(
      ProcessInfo process, ProcessSettings settings, Assessment assessment) {
    if (process.kernelThread() && !settings.kernelThreads()) {
      return false;
    }
    // Most processes are wanted for themselves, so what is broken is asked last.
    return isWantedForItself(process, settings, assessment)
        || assessment.judgements().isViolatedBy(process.id());
  }

  private static boolean isWantedForItself(
      ProcessInfo process, ProcessSettings settings, Assessment assessment) {
    double oldEnough =
        assessment.snapshot().takenAt().toEpochMilli() / 1e3 - settings.minAge().toMillis() / 1e3;
    if (process.startTimeSeconds().orElse(Double.NEGATIVE_INFINITY) > oldEnough) {
      return false;
    }
    if (settings.include().isEmpty() && settings.exclude().isEmpty()) {
      return true;
    }
    Attribution of = assessment.attributions().of(process);
    return (settings.include().isEmpty()
            || settings.include().stream().anyMatch(matcher -> matcher.matches(process, of)))
        && settings.exclude().stream().noneMatch(matcher -> matcher.matches(process, of));
  }
}

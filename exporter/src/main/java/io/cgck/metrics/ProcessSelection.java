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
import java.util.Optional;

/**
 * Which processes get series of their own.
 *
 * @param settings by which they were selected
 * @param shown by PID
 * @param excluded how many the configuration leaves out
 * @param overLimit how many the limit leaves out
 * @param oldestTooYoung when the oldest of those that are too young started, in seconds since the
 *     Unix epoch; positive infinity if none is too young
 */
record ProcessSelection(
    ProcessSettings settings,
    List<ProcessInfo> shown,
    int excluded,
    int overLimit,
    double oldestTooYoung) {
  ProcessSelection {
    shown = List.copyOf(shown);
  }

  /** Selects after another scan; the same object as before where nothing has changed. */
  static ProcessSelection after(
      Optional<Published> last, Assessment assessment, ProcessSettings settings) {
    return last.filter(before -> before.processes().holds(before, assessment, settings))
        .map(Published::processes)
        .orElseGet(() -> of(assessment, settings));
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
    List<ProcessInfo> wanted = new ArrayList<>(snapshot.processes().size());
    double oldEnough = oldEnough(snapshot, settings);
    double oldestTooYoung = Double.POSITIVE_INFINITY;
    for (ProcessInfo process : snapshot.processes()) {
      double start = process.startTimeSeconds().orElse(Double.NEGATIVE_INFINITY);
      if (start > oldEnough) {
        oldestTooYoung = Math.min(oldestTooYoung, start);
      }
      if (isWanted(process, start <= oldEnough, settings, assessment)) {
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
    return new ProcessSelection(settings, wanted, excluded, overLimit, oldestTooYoung);
  }

  /**
   * Whether all that it was made of is the same now.
   *
   * @param made with it
   */
  @SuppressWarnings("ReferenceEquality") // What has not changed is the same object.
  private boolean holds(Published made, Assessment now, ProcessSettings settingsNow) {
    return made.snapshot().processes() == now.snapshot().processes()
        && made.attributions() == now.attributions()
        && made.judgements().standings() == now.judgements().standings()
        && settings == settingsNow
        // Where the clock goes back, who was old enough may be too young again.
        && !now.snapshot().takenAt().isBefore(made.snapshot().takenAt())
        && oldestTooYoung > oldEnough(now.snapshot(), settings);
  }

  /** Who started later is too young, in seconds since the Unix epoch. */
  private static double oldEnough(Snapshot snapshot, ProcessSettings settings) {
    return snapshot.takenAt().toEpochMilli() / 1e3 - settings.minAge().toMillis() / 1e3;
  }

  private static boolean isOutOfPlace(Placement placement) {
    return placement.outside().orElse(false) || placement.staleMount().orElse(false);
  }

  private static boolean isWanted(
      ProcessInfo process, boolean oldEnough, ProcessSettings settings, Assessment assessment) {
    if (process.kernelThread() && !settings.kernelThreads()) {
      return false;
    }
    // Most processes are wanted for themselves, so what is broken is asked last.
    return (oldEnough && isWantedForItself(process, settings, assessment))
        || assessment.judgements().isViolatedBy(process.id());
  }

  private static boolean isWantedForItself(
      ProcessInfo process, ProcessSettings settings, Assessment assessment) {
    if (settings.include().isEmpty() && settings.exclude().isEmpty()) {
      return true;
    }
    Attribution of = assessment.attributions().of(process);
    return (settings.include().isEmpty()
            || settings.include().stream().anyMatch(matcher -> matcher.matches(process, of)))
        && settings.exclude().stream().noneMatch(matcher -> matcher.matches(process, of));
  }
}

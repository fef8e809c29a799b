package io.cgck.scan;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.cgck.model.Placement;
import io.cgck.model.ProcessInfo;
import io.cgck.procfs.CgroupFile;
import java.util.Optional;

/** A process from scan to scan. Belongs to the scanning thread. */
final class Tracked {
  private Observation observation;
  private Optional<CgroupFile> file = Optional.empty();
  private Optional<ProcessInfo> info = Optional.empty();
  private Observation shown;
  private boolean doubted = true;
  private boolean staysInCgroupNamespace;
  private boolean lookedAt = true;

  /** Begins with a first look. What begins now is often about to execute another program. */
  Tracked(Observation first) {
    this.observation = first;
    this.shown = first;
  }

  int pid() {
    return observation.id().pid();
  }

  Observation observation() {
    return observation;
  }

  /** Takes another look; true if it is not the same. */
  @CanIgnoreReturnValue
  boolean observe(Observation now) {
    lookedAt = true;
    staysInCgroupNamespace =
        now.situation().cgroupNamespace().equals(observation.situation().cgroupNamespace());
    if (now.equals(observation)) {
      return false;
    }
    observation = now;
    doubted = true;
    return true;
  }

  /** A glance has told that it is as before. */
  void isAsBefore() {
    lookedAt = true;
    staysInCgroupNamespace = true;
  }

  /** Nobody looked; for all that is known it may have ended. */
  void isPresumed() {
    lookedAt = false;
  }

  /** Whether it was seen in its cgroup namespace now and at the scan before, too. */
  boolean staysInCgroupNamespace() {
    return lookedAt && staysInCgroupNamespace;
  }

  /** Whether it was seen in its cgroup namespace now, and not at the scan before. */
  boolean joinsCgroupNamespace() {
    return lookedAt && !staysInCgroupNamespace;
  }

  /** Something may have changed that a glance does not show. */
  void doubt() {
    doubted = true;
  }

  void trust() {
    doubted = false;
  }

  boolean isDoubted() {
    return doubted;
  }

  /** Its cgroup file, if it is held open. */
  Optional<CgroupFile> file() {
    return file;
  }

  void hold(Optional<CgroupFile> open) {
    file = open;
  }

  /** What the last snapshot said of it; empty if it was in none. */
  Optional<ProcessInfo> info() {
    return info;
  }

  /** Whether what the last snapshot said of it follows from the last look and this placement. */
  @SuppressWarnings("ReferenceEquality") // what is the same stays the same object
  boolean isShown(Placement placement) {
    return info.isPresent() && shown == observation && info.get().placement() == placement;
  }

  /** What the next snapshot says of it; what says the same stays the same object. */
  ProcessInfo show(ProcessInfo next) {
    shown = observation;
    if (!next.equals(info.orElse(null))) {
      info = Optional.of(next);
    }
    return info.orElse(next);
  }
}

package io.cgck.scan;

import io.cgck.model.ProcessDetails;
import io.cgck.model.ProcessId;
import io.cgck.procfs.ProcStat;
import io.cgck.procfs.RawCgroup;
import java.util.Optional;

/**
 * What was read of one process, before it is put together with what is known of its namespaces.
 *
 * @param via ID to read it through: its PID, or that of a living thread if the main one has ended
 * @param stat of its main thread
 * @param rawCgroup bytes of its cgroup file, to tell whether they change
 * @param situation where it is and what it sees
 * @param partial whether something could not be read that a living process has
 */
record Observation(
    ProcessId id,
    int via,
    ProcStat stat,
    RawCgroup rawCgroup,
    Situation situation,
    ProcessDetails details,
    boolean partial) {
  boolean zombie() {
    return situation.zombie();
  }

  Optional<String> processRoot() {
    return situation.processRoot();
  }

  /**
   * Whether a few cheap reads can tell that nothing of it changed: not of a zombie, nor if it is
   * seen through another thread, nor if something could not be read, which is counted each time.
   */
  boolean canBeGlancedAt() {
    return !zombie()
        && !partial
        && via == id.pid()
        && !situation.cgroups().isEmpty()
        && situation.cgroupNamespace().isPresent();
  }

  /** Whether nothing was asked of it that only some matchers need. */
  boolean hasNoDetails() {
    return details.equals(ProcessDetails.UNREAD);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // one object stands for all that are equal
  public boolean equals(Object other) {
    return other instanceof Observation that
        && id.equals(that.id)
        && via == that.via
        && stat.saysTheSame(that.stat)
        && rawCgroup.equals(that.rawCgroup)
        && situation == that.situation
        && details.equals(that.details)
        && partial == that.partial;
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }
}

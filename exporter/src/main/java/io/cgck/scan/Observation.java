package io.cgck.scan;

import io.cgck.model.Namespaces;
import io.cgck.model.ProcessDetails;
import io.cgck.model.ProcessId;
import io.cgck.procfs.ProcCgroup;
import io.cgck.procfs.ProcessDirectory.RawCgroup;
import java.util.List;
import java.util.Optional;

/**
 * What was read of one process, before it is put together with what is known of its namespaces.
 *
 * @param via ID to read it through: its PID, or that of a living thread if the main one has ended
 * @param startStack another one after {@code execve(2)}; 0 where it may not be read
 * @param zombie whether it has ended, so that it has no namespaces and mounts any more
 * @param rawCgroup bytes of its cgroup file, to tell whether they change
 * @param cgroups its cgroup in every hierarchy, as the reader sees them
 * @param processRoot target of {@code /proc/PID/root}; empty if unread
 * @param partial whether something could not be read that a living process has
 */
record Observation(
    ProcessId id,
    int via,
    String comm,
    int parentPid,
    boolean kernelThread,
    long startStack,
    boolean zombie,
    RawCgroup rawCgroup,
    List<ProcCgroup.Line> cgroups,
    Namespaces namespaces,
    Optional<String> processRoot,
    ProcessDetails details,
    boolean partial) {
  /** The same process at a scan at which nothing of it could be read. */
  Observation unread() {
    return new Observation(
        id,
        via,
        comm,
        parentPid,
        kernelThread,
        startStack,
        zombie,
        new RawCgroup(new byte[0]),
        List.of(),
        Namespaces.UNREAD,
        Optional.empty(),
        details,
        true);
  }
}

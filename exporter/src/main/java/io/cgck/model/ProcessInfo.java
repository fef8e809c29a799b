package io.cgck.model;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One process as one scan saw it. What could not be read is empty.
 *
 * @param via ID under which it can be looked at: its PID, or that of a living thread if its main
 *     thread has ended
 * @param comm command name ({@code proc_pid_comm(5)}), at most 15 bytes for user space
 * @param parentPid PID of the parent, 0 for none in this PID namespace
 * @param startStack address of the bottom of its stack ({@code proc_pid_stat(5)}), another one
 *     after {@code execve(2)}; 0 where it may not be read
 * @param zombie ended, or ending, but not yet waited for: it has no namespaces and mounts any more
 * @param startTimeSeconds start time in seconds since the Unix epoch; empty if the time of boot
 *     could not be read
 * @param memberships its cgroup in every hierarchy, in the kernel's order; empty if unread
 * @param namespaces its namespaces
 * @param rootDirectory target of {@code /proc/PID/root}: {@code /} unless {@code chroot(2)}
 * @param placement both views of its cgroup in the default hierarchy
 * @param details what matchers need
 * @param partial whether something of it could not be read that a living process has
 */
public record ProcessInfo(
    ProcessId id,
    int via,
    String comm,
    int parentPid,
    boolean kernelThread,
    long startStack,
    boolean zombie,
    OptionalDouble startTimeSeconds,
    List<Membership> memberships,
    Namespaces namespaces,
    Optional<String> rootDirectory,
    Placement placement,
    ProcessDetails details,
    boolean partial) {
  public ProcessInfo {
    requireNonNull(id, "id is null");
    requireNonNull(comm, "comm is null");
    requireNonNull(startTimeSeconds, "startTimeSeconds is null");
    memberships = List.copyOf(memberships);
    requireNonNull(namespaces, "namespaces is null");
    requireNonNull(rootDirectory, "rootDirectory is null");
    requireNonNull(placement, "placement is null");
    requireNonNull(details, "details is null");
  }

  public int pid() {
    return id.pid();
  }

  /** The process with a PID, in a list by PID. */
  public static Optional<ProcessInfo> find(List<ProcessInfo> processes, int pid) {
    int low = 0;
    int high = processes.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      ProcessInfo process = processes.get(middle);
      if (process.pid() == pid) {
        return Optional.of(process);
      }
      if (process.pid() < pid) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Optional.empty();
  }

  /**
   * Whether this process runs another program than it did. Where its stack may not be read, another
   * command name has to tell.
   */
  public boolean hasExecutedSince(ProcessInfo before) {
    boolean bothRead = startStack != 0 && before.startStack != 0;
    return bothRead ? startStack != before.startStack : !comm.equals(before.comm);
  }

  /** Its cgroup in the default hierarchy, absolute; empty if unread or only known relatively. */
  public Optional<CgroupPath> cgroup() {
    return placement.cgroup();
  }

  /** The same process as if it were in another cgroup of the default hierarchy. */
  public ProcessInfo at(CgroupPath elsewhere) {
    Placement there =
        new Placement(
            Optional.of(elsewhere),
            placement.removed(),
            placement.seenCgroup(),
            placement.mount(),
            placement.seenMountRoot(),
            placement.exact());
    return at(memberships, there);
  }

  /**
   * The same process as if it were in another cgroup of one hierarchy.
   *
   * @param byDefault whether that is the default one, to which its placement belongs
   * @param namespaceRoot of its cgroup namespace in that hierarchy; empty if unknown
   */
  public ProcessInfo at(
      Hierarchy hierarchy,
      CgroupPath elsewhere,
      boolean byDefault,
      Optional<CgroupPath> namespaceRoot) {
    Placement there =
        byDefault
            ? new Placement(
                Optional.of(elsewhere),
                false,
                namespaceRoot.map(elsewhere::seenFrom),
                placement.mount(),
                placement.seenMountRoot(),
                placement.exact())
            : placement;
    List<Membership> moved =
        memberships.stream()
            .map(
                membership ->
                    membership.hierarchy().equals(hierarchy)
                        ? new Membership(hierarchy, elsewhere, false)
                        : membership)
            .toList();
    return at(moved, there);
  }

  private ProcessInfo at(List<Membership> there, Placement placed) {
    return new ProcessInfo(
        id,
        via,
        comm,
        parentPid,
        kernelThread,
        startStack,
        zombie,
        startTimeSeconds,
        there,
        namespaces,
        rootDirectory,
        placed,
        details,
        partial);
  }

  /** Whether it is known to be in a cgroup namespace other than the initial one. */
  public boolean hasPrivateCgroupNamespace() {
    return namespaces.cgroup().map(namespace -> !namespace.isInitial()).orElse(false);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProcessInfo that
        && id.equals(that.id)
        && via == that.via
        && comm.equals(that.comm)
        && parentPid == that.parentPid
        && kernelThread == that.kernelThread
        && startStack == that.startStack
        && zombie == that.zombie
        && startTimeSeconds.equals(that.startTimeSeconds)
        && memberships.equals(that.memberships)
        && namespaces.equals(that.namespaces)
        && rootDirectory.equals(that.rootDirectory)
        && placement.equals(that.placement)
        && details.equals(that.details)
        && partial == that.partial;
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }
}

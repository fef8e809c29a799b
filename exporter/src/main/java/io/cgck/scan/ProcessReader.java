package io.cgck.scan;

import io.cgck.model.Detail;
import io.cgck.model.NamespaceId;
import io.cgck.model.NamespaceKind;
import io.cgck.model.Namespaces;
import io.cgck.model.ProcessDetails;
import io.cgck.model.ProcessId;
import io.cgck.procfs.ProcCgroup;
import io.cgck.procfs.ProcCmdline;
import io.cgck.procfs.ProcStat;
import io.cgck.procfs.ProcStatus;
import io.cgck.procfs.ProcessDirectory;
import io.cgck.procfs.ProcessDirectory.CgroupRead;
import io.cgck.procfs.ProcessDirectory.RawCgroup;
import io.cgck.procfs.Procfs;
import io.cgck.procfs.ReadResult;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads one process. What changes often is read every time, the rest when something says that it
 * may have changed, or when the caller asks for a thorough look.
 */
final class ProcessReader {
  private static final RawCgroup NOTHING_YET = new RawCgroup(new byte[0]);

  private final Procfs procfs;
  private final Set<Detail> details;
  private final ErrorCounts errors;

  ProcessReader(Procfs procfs, Set<Detail> details, ErrorCounts errors) {
    this.procfs = procfs;
    this.details = details;
    this.errors = errors;
  }

  /** What a look at a process gave. */
  sealed interface Look {
    record Seen(Observation observation) implements Look {}

    /** It ended meanwhile. */
    record Vanished() implements Look {}

    /** Not even its start time may be read, so it has no identity. */
    record Hidden() implements Look {}
  }

  /**
   * Looks at a process.
   *
   * @param last what was seen of that PID last time, maybe of another process
   */
  Look read(int pid, Optional<Observation> last, boolean thorough) {
    try (ProcessDirectory directory = procfs.process(pid)) {
      ReadResult<ProcStat> stat = directory.failure().orElseGet(directory::stat);
      if (stat instanceof ReadResult.Vanished<ProcStat>) {
        return new Look.Vanished();
      }
      Optional<ProcStat> read = errors.valueOf(stat, "stat");
      if (read.isEmpty()) {
        return new Look.Hidden();
      }
      ProcessId id = new ProcessId(pid, read.get().startTicks());
      return read(directory, id, read.get(), last.filter(seen -> seen.id().equals(id)), thorough);
    }
  }

  private Look read(
      ProcessDirectory directory,
      ProcessId id,
      ProcStat stat,
      Optional<Observation> last,
      boolean thorough) {
    long errorsBefore = errors.total();
    RawCgroup lastRaw = last.map(Observation::rawCgroup).orElse(NOTHING_YET);
    ReadResult<CgroupRead> cgroup = directory.cgroup(lastRaw);
    if (cgroup instanceof ReadResult.Vanished<CgroupRead>) {
      return new Look.Vanished();
    }
    Optional<CgroupRead> cgroupRead = errors.valueOf(cgroup, "cgroup");
    List<ProcCgroup.Line> lines =
        cgroupRead
            .map(
                now ->
                    now.unchanged()
                        ? last.map(Observation::cgroups).orElse(List.of())
                        : now.parsed().lines())
            .orElse(List.of());

    boolean executed = last.isEmpty() || !last.get().comm().equals(stat.comm());
    Namespaces namespaces =
        stat.isZombie()
            ? Namespaces.UNREAD
            : namespaces(directory, last.map(Observation::namespaces), thorough || executed);
    Optional<String> root = last.flatMap(Observation::processRoot);
    boolean sameNamespaces = last.isPresent() && last.get().namespaces().equals(namespaces);
    if (thorough || executed || !sameNamespaces) {
      root =
          namespaces.get(NamespaceKind.MNT).isPresent()
              ? errors.valueOf(directory.root(), "root")
              : Optional.empty();
    }
    ProcessDetails known =
        thorough || executed || details.isEmpty()
            ? details(directory)
            : last.map(Observation::details).orElse(ProcessDetails.UNREAD);

    boolean zombie = stat.isZombie();
    if (!zombie && namespaces.byKind().isEmpty()) {
      // Perhaps it ended between the reads; a link that is missing is then no failure.
      ReadResult<ProcStat> again = directory.stat();
      if (again instanceof ReadResult.Vanished<ProcStat>) {
        return new Look.Vanished();
      }
      zombie = again.toOptional().map(ProcStat::isZombie).orElse(false);
    }
    return new Look.Seen(
        new Observation(
            id,
            stat.comm(),
            stat.parentPid(),
            stat.isKernelThread(),
            zombie,
            cgroupRead.map(CgroupRead::raw).orElse(NOTHING_YET),
            lines,
            namespaces,
            root,
            known,
            errors.total() > errorsBefore));
  }

  private Namespaces namespaces(
      ProcessDirectory directory, Optional<Namespaces> last, boolean thorough) {
    ReadResult<NamespaceId> cgroup = directory.namespace(NamespaceKind.CGROUP);
    Optional<NamespaceId> cgroupNamespace = errors.valueOf(cgroup, "ns/cgroup");
    if (cgroup instanceof ReadResult.Denied<NamespaceId>) {
      // One answer stands for all eight links: the kernel asks the same question for each.
      return Namespaces.UNREAD;
    }
    Optional<NamespaceId> mount = errors.valueOf(directory.namespace(NamespaceKind.MNT), "ns/mnt");
    if (!thorough
        && last.isPresent()
        && last.get().cgroup().equals(cgroupNamespace)
        && last.get().get(NamespaceKind.MNT).equals(mount)) {
      return last.get();
    }
    Map<NamespaceKind, NamespaceId> all = new EnumMap<>(NamespaceKind.class);
    cgroupNamespace.ifPresent(id -> all.put(NamespaceKind.CGROUP, id));
    mount.ifPresent(id -> all.put(NamespaceKind.MNT, id));
    for (NamespaceKind kind : NamespaceKind.values()) {
      if (kind != NamespaceKind.CGROUP && kind != NamespaceKind.MNT) {
        errors
            .valueOf(directory.namespace(kind), "ns/" + kind.label())
            .ifPresent(id -> all.put(kind, id));
      }
    }
    return new Namespaces(all);
  }

  private ProcessDetails details(ProcessDirectory directory) {
    if (details.isEmpty()) {
      return ProcessDetails.UNREAD;
    }
    OptionalInt uid =
        details.contains(Detail.USER)
            ? errors
                .valueOf(directory.status(), "status")
                .map(ProcStatus::effectiveUid)
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty())
            : OptionalInt.empty();
    Optional<String> exe =
        details.contains(Detail.EXE) ? errors.valueOf(directory.exe(), "exe") : Optional.empty();
    Optional<String> cmdline =
        details.contains(Detail.CMDLINE)
            ? errors.valueOf(directory.cmdline(), "cmdline").map(ProcCmdline::text)
            : Optional.empty();
    return new ProcessDetails(uid, exe, cmdline);
  }
}
